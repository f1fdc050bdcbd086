-- What a convention retains on the payer's form, on how long its figures are kept and on how an indu goes back; null: the default.

alter table claim_reading add column statement_form varchar(12)
    constraint claim_reading_statement_form check (statement_form in ('ETAT_NEUTRE', 'FORMULAIRE'));
alter table claim_reading add column retention_months integer
    constraint claim_reading_retention check (retention_months between 1 and 600);
alter table claim_reading add column indu_return varchar(12)
    constraint claim_reading_indu_return check (indu_return in ('REMBOURSE', 'RETENU'));
