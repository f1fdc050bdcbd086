-- A signed convention never changes: it ends once; afterwards only its version and the staff's note move. No claim line is paid below nothing.

-- [sqlite]
create trigger convention_frozen_update before update on convention
when old.signed_on is not null and (
    new.id is not old.id or new.programme is not old.programme or new.number is not old.number
    or new.funder is not old.funder or new.regime is not old.regime or new.year is not old.year
    or new.first_month is not old.first_month or new.rule is not old.rule or new.least_days is not old.least_days
    or new.basis is not old.basis or new.ceiling is not old.ceiling or new.ceiling_cents is not old.ceiling_cents
    or new.signed_on is not old.signed_on
    or (old.ended_on is not null and (new.ended_on is not old.ended_on or new.end_reason is not old.end_reason))
)
begin select raise(abort, 'convention_frozen'); end;
create trigger convention_frozen_delete before delete on convention when old.signed_on is not null
begin select raise(abort, 'convention_frozen'); end;

create trigger allocation_line_floor after insert on payment_allocation
when new.amount_cents < 0 and (
    select sum(done.amount_cents) from payment_allocation done where done.claim_line_id = new.claim_line_id) < 0
begin select raise(abort, 'allocation_line_floor'); end;

-- [postgresql]
create function convention_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.signed_on is null or ((new.id, new.programme, new.number, new.funder, new.regime, new.year,
            new.first_month, new.rule, new.least_days, new.basis, new.ceiling, new.ceiling_cents, new.signed_on)
            is not distinct from (old.id, old.programme, old.number, old.funder, old.regime, old.year, old.first_month,
            old.rule, old.least_days, old.basis, old.ceiling, old.ceiling_cents, old.signed_on)
            and (old.ended_on is null
                 or (new.ended_on, new.end_reason) is not distinct from (old.ended_on, old.end_reason))) then
            return new;
        end if;
    elsif tg_op = 'DELETE' then
        if old.signed_on is null then
            return old;
        end if;
    end if;
    raise exception 'convention_frozen' using errcode = '23514', constraint = 'convention_frozen';
end $$;
create trigger convention_frozen before update or delete on convention
    for each row execute function convention_frozen();
create trigger convention_frozen_truncate before truncate on convention
    for each statement execute function convention_frozen();

create function allocation_line_floor() returns trigger language plpgsql as $$
begin
    if (select sum(amount_cents) from payment_allocation where claim_line_id = new.claim_line_id) < 0 then
        raise exception 'allocation_line_floor' using errcode = '23514', constraint = 'allocation_line_floor';
    end if;
    return null;
end $$;
create trigger allocation_line_floor after insert on payment_allocation for each row when (new.amount_cents < 0)
    execute function allocation_line_floor();
-- [all]
