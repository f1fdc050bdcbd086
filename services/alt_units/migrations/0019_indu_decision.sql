-- The decision on which an indu rests (REC-02). Older rows, and those made from a bank statement, do not say it.

alter table funder_payment add column decision_reference varchar(120) not null default ''
    constraint funder_payment_decision check (length(decision_reference) <= 120 and (kind = 'indu' or decision_reference = ''));
