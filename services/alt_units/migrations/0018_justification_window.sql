-- How many months the payer leaves to justify a month, where the convention says; without it, the default of the law.

alter table claim_reading add column justification_months integer
    constraint claim_reading_justification check (justification_months between 1 and 24);
