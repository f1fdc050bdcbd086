-- Who a deposit goes back to and why, where that is not who paid it (DEP-10, DEP-11); what a late return adds (DEP-07).

alter table deposit_settlement add column beneficiary varchar(20) not null default 'payer'
    constraint deposit_settlement_beneficiary check (beneficiary in ('payer', 'heirs', 'consigned', 'other'));
alter table deposit_settlement add column refund_to_reason varchar(500) not null default ''
    constraint deposit_settlement_to_another_says_why check (beneficiary = 'payer' or refund_to_reason <> '');
alter table deposit_settlement add column refund_reference varchar(120) not null default '';
alter table deposit_refund add column late_cents bigint not null default 0
    constraint deposit_refund_late check (late_cents >= 0);
