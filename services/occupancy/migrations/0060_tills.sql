-- Books of a régie: what it holds by means, its closed days, what was paid over to the accountant, who the régisseurs are.

alter table regie add column receipt_mode varchar(20) not null default 'mirror_p1rz'
    constraint regie_receipt_mode check (receipt_mode in ('mirror_p1rz', 'software_approved'));
alter table regie add column authorised_cash_cents bigint
    constraint regie_authorised_cash check (authorised_cash_cents between 1 and 1000000000000);
alter table regie add column souche_first bigint constraint regie_souche_first check (souche_first >= 0);
alter table regie add column souche_last bigint constraint regie_souche_last check (souche_last >= 0);

alter table receipt add column souche bigint constraint receipt_souche check (souche >= 0);
alter table receipt add column third_party varchar(20)
    constraint receipt_third_party check (third_party in ('fsl', 'action_logement', 'caf', 'guardian', 'other'));
alter table receipt add column chosen text;
create unique index receipt_souche_once on receipt (regie_id, year, souche);
create index receipt_of_regie on receipt (regie_id, received_on);

create table receipt_delivery (
    id uuid primary key not null,
    receipt_id uuid not null references receipt (id),
    way varchar(10) not null,
    agreed boolean not null,
    given_on date not null,
    given_by uuid not null,
    given_by_name varchar(120) not null,
-- [sqlite]
    constraint receipt_delivery_days check (given_on is date(given_on)),
-- [all]
    constraint receipt_delivery_way check (way in ('handed', 'post', 'email')),
    constraint receipt_delivery_email_agreed check (way <> 'email' or agreed)
);
create index receipt_delivery_of on receipt_delivery (receipt_id);
-- [immutable receipt_delivery]

create table regisseur_term (
    id uuid primary key not null,
    version integer not null,
    regie_id uuid not null references regie (id),
    staff_name varchar(120) not null,
    office varchar(12) not null,
    appointing_act varchar(300) not null,
    first_day date not null,
    last_day date,
-- [sqlite]
    constraint regisseur_term_civil check (first_day is date(first_day) and last_day is date(last_day)),
-- [all]
    constraint regisseur_term_office check (office in ('titular', 'substitute')),
    constraint regisseur_term_days check (last_day is null or last_day >= first_day)
);
create index regisseur_term_of on regisseur_term (regie_id);

create table till_closing (
    id uuid primary key not null,
    regie_id uuid not null references regie (id),
    day date not null,
    opening_cents bigint not null,
    in_cents bigint not null,
    out_cents bigint not null,
    expected_cents bigint not null,
    counted_cents bigint not null,
    counts text not null,
    cheques_cents bigint not null,
    dft_cents bigint not null,
    reason varchar(500),
    event_id uuid,
    closed_on date not null,
    closed_by uuid not null,
    closed_by_name varchar(120) not null,
-- [sqlite]
    constraint till_closing_days check (day is date(day) and closed_on is date(closed_on)),
    constraint till_closing_whole_cents check (typeof(opening_cents) = 'integer' and typeof(in_cents) = 'integer'
        and typeof(out_cents) = 'integer' and typeof(expected_cents) = 'integer' and typeof(counted_cents) = 'integer'
        and typeof(cheques_cents) = 'integer' and typeof(dft_cents) = 'integer'),
-- [all]
    constraint till_closing_adds_up check (opening_cents + in_cents - out_cents = expected_cents),
    constraint till_closing_counted check (counted_cents >= 0),
    constraint till_closing_difference_says_why check (counted_cents = expected_cents
        or (reason is not null and reason <> '' and event_id is not null))
);
create unique index till_closed_once on till_closing (regie_id, day);
-- [immutable till_closing]

create table pay_over (
    id uuid primary key not null,
    regie_id uuid not null references regie (id),
    slip varchar(40) not null,
    paid_on date not null,
    cash_cents bigint not null,
    cheques_cents bigint not null,
    dft_cents bigint not null,
    earlier_cents bigint not null,
    left_cents bigint not null,
    event_id uuid not null,
    paid_by uuid not null,
    paid_by_name varchar(120) not null,
-- [sqlite]
    constraint pay_over_days check (paid_on is date(paid_on)),
    constraint pay_over_whole_cents check (typeof(cash_cents) = 'integer' and typeof(cheques_cents) = 'integer'
        and typeof(dft_cents) = 'integer' and typeof(earlier_cents) = 'integer' and typeof(left_cents) = 'integer'),
-- [all]
    constraint pay_over_amounts check (cash_cents >= 0 and cheques_cents >= 0 and dft_cents >= 0 and earlier_cents >= 0
        and cash_cents + cheques_cents + dft_cents + earlier_cents between 1 and 1000000000000 and left_cents >= 0)
);
create index pay_over_of on pay_over (regie_id, paid_on);
create unique index pay_over_event on pay_over (event_id);
-- [immutable pay_over]

create table pay_over_cancellation (
    id uuid primary key not null,
    pay_over_id uuid not null references pay_over (id),
    reason varchar(500) not null,
    cancelled_on date not null,
    event_id uuid not null,
    cancelled_by uuid not null,
    cancelled_by_name varchar(120) not null,
-- [sqlite]
    constraint pay_over_cancellation_days check (cancelled_on is date(cancelled_on)),
-- [all]
    constraint pay_over_cancellation_says_why check (reason <> '')
);
create unique index pay_over_cancelled_once on pay_over_cancellation (pay_over_id);
-- [immutable pay_over_cancellation]

create table cheque_remittance (
    id uuid primary key not null,
    regie_id uuid not null references regie (id),
    slip varchar(40) not null,
    remitted_on date not null,
    amount_cents bigint not null,
    comes_back boolean not null,
    reason varchar(500) not null,
    event_id uuid not null,
    remitted_by uuid not null,
    remitted_by_name varchar(120) not null,
-- [sqlite]
    constraint cheque_remittance_days check (remitted_on is date(remitted_on)),
    constraint cheque_remittance_whole_cents check (typeof(amount_cents) = 'integer'),
-- [all]
    constraint cheque_remittance_amount check (amount_cents between 1 and 1000000000000),
    constraint cheque_remittance_says_why check (not comes_back or reason <> '')
);
create index cheque_remittance_of on cheque_remittance (regie_id, remitted_on);
create unique index cheque_remittance_event on cheque_remittance (event_id);
-- [immutable cheque_remittance]

create table handover (
    id uuid primary key not null,
    regie_id uuid not null references regie (id),
    closing_id uuid not null references till_closing (id),
    from_id uuid not null,
    from_name varchar(120) not null,
    to_name varchar(120) not null,
    leaving boolean not null,
    proposed_on date not null,
-- [sqlite]
    constraint handover_days check (proposed_on is date(proposed_on)),
-- [all]
    constraint handover_two_names check (from_name <> to_name)
);
create unique index handover_of_closing on handover (closing_id);
create unique index handover_giver on handover (id, from_id);
create index handover_of on handover (regie_id);
-- [immutable handover]

create table handover_acceptance (
    id uuid primary key not null,
    handover_id uuid not null,
    from_id uuid not null,
    accepted_by uuid not null,
    accepted_by_name varchar(120) not null,
    accepted_on date not null,
-- [sqlite]
    constraint handover_acceptance_days check (accepted_on is date(accepted_on)),
-- [all]
    constraint handover_two_persons check (from_id <> accepted_by),
    foreign key (handover_id, from_id) references handover (id, from_id)
);
create unique index handover_accepted_once on handover_acceptance (handover_id);
-- [immutable handover_acceptance]

-- What each account of a régie holds, kept by the rows themselves: never below nothing (L7), whatever races.
create table till_balance (
    account varchar(80) primary key not null,
    balance_cents bigint not null,
    constraint till_never_below_zero check (balance_cents >= 0)
);
insert into till_balance (account, balance_cents)
select account, sum(cents) from (
    select debit_account as account, amount_cents as cents from transfer where debit_account like 'regie:%'
    union all
    select credit_account, -amount_cents from transfer where credit_account like 'regie:%'
) moves group by account;
create index transfer_till_debit on transfer (debit_account, booked_on)
    where debit_account >= 'regie:' and debit_account < 'regie;';
create index transfer_till_credit on transfer (credit_account, booked_on)
    where credit_account >= 'regie:' and credit_account < 'regie;';

-- [sqlite]
create trigger transfer_into_till after insert on transfer
when new.debit_account like 'regie:%' and new.debit_account not like '%:difference' begin
    insert into till_balance (account, balance_cents) select new.debit_account, 0
    where not exists (select 1 from till_balance where account = new.debit_account);
    update till_balance set balance_cents = balance_cents + new.amount_cents where account = new.debit_account;
end;
create trigger transfer_out_of_till after insert on transfer
when new.credit_account like 'regie:%' and new.credit_account not like '%:difference' begin
    insert into till_balance (account, balance_cents) select new.credit_account, 0
    where not exists (select 1 from till_balance where account = new.credit_account);
    update till_balance set balance_cents = balance_cents - new.amount_cents where account = new.credit_account;
end;
create trigger transfer_till_day before insert on transfer
when new.debit_account like 'regie:%' or new.credit_account like 'regie:%' begin
    select raise(abort, 'till_day_closed') where exists (
        select 1 from till_closing c where c.day >= new.booked_on
        and c.regie_id in (substr(new.debit_account, 7, 36), substr(new.credit_account, 7, 36)));
end;
create trigger till_closing_forward after insert on till_closing begin
    select raise(abort, 'till_closing_forward') where exists (
        select 1 from till_closing c where c.regie_id = new.regie_id and c.day >= new.day and c.id <> new.id);
end;
-- [postgresql]
create function transfer_moves_till() returns trigger language plpgsql as $$
begin
    if new.debit_account like 'regie:%' and new.debit_account not like '%:difference' then
        insert into till_balance (account, balance_cents) values (new.debit_account, 0) on conflict do nothing;
        update till_balance set balance_cents = balance_cents + new.amount_cents where account = new.debit_account;
    end if;
    if new.credit_account like 'regie:%' and new.credit_account not like '%:difference' then
        insert into till_balance (account, balance_cents) values (new.credit_account, 0) on conflict do nothing;
        update till_balance set balance_cents = balance_cents - new.amount_cents where account = new.credit_account;
    end if;
    return null;
end $$;
create trigger transfer_moves_till after insert on transfer for each row
    when (new.debit_account like 'regie:%' or new.credit_account like 'regie:%') execute function transfer_moves_till();
-- The shared hold on the régie makes a receipt and a closing of the same day wait for one another.
create function till_day_open() returns trigger language plpgsql as $$
declare
    of_regie uuid := substr(case when new.debit_account like 'regie:%' then new.debit_account
                                 else new.credit_account end, 7, 36)::uuid;
begin
    perform 1 from regie where id = of_regie for share;
    if exists (select 1 from till_closing c where c.regie_id = of_regie and c.day >= new.booked_on) then
        raise exception 'till_day_closed' using errcode = '23514', constraint = 'till_day_closed';
    end if;
    return new;
end $$;
create trigger transfer_till_day before insert on transfer for each row
    when (new.debit_account like 'regie:%' or new.credit_account like 'regie:%') execute function till_day_open();
create function till_closing_forward() returns trigger language plpgsql as $$
begin
    perform 1 from regie where id = new.regie_id for update;
    if exists (select 1 from till_closing c where c.regie_id = new.regie_id and c.day >= new.day) then
        raise exception 'till_closing_forward' using errcode = '23514', constraint = 'till_closing_forward';
    end if;
    return new;
end $$;
create trigger till_closing_forward before insert on till_closing for each row execute function till_closing_forward();
-- [all]
