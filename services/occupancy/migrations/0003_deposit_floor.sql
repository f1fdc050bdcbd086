-- A deposit is never returned, withheld or un-received beyond what is held, nor paid beyond what was asked (L7):
-- whatever the order of the acts, an exact reversal included, neither account of a contract goes below nothing.

-- [sqlite]
create trigger transfer_deposit_held_floor after insert on transfer
when new.debit_account like 'household:%:deposit_held' and (
    select sum(case when t.debit_account = new.debit_account then t.amount_cents else 0 end
             - case when t.credit_account = new.debit_account then t.amount_cents else 0 end)
    from transfer t where t.household_id = new.household_id and t.contract_id is new.contract_id) > 0
begin select raise(abort, 'transfer_deposit_floor'); end;
create trigger transfer_deposit_due_floor after insert on transfer
when new.credit_account like 'household:%:deposit_due' and (
    select sum(case when t.debit_account = new.credit_account then t.amount_cents else 0 end
             - case when t.credit_account = new.credit_account then t.amount_cents else 0 end)
    from transfer t where t.household_id = new.household_id and t.contract_id is new.contract_id) < 0
begin select raise(abort, 'transfer_deposit_floor'); end;
-- [postgresql]
create function transfer_deposit_floor() returns trigger language plpgsql as $$
declare
    watched varchar := case when new.debit_account like 'household:%:deposit_held' then new.debit_account
                            else new.credit_account end;
    balance bigint;
begin
    select sum(case when t.debit_account = watched then t.amount_cents else 0 end
             - case when t.credit_account = watched then t.amount_cents else 0 end) into balance
    from transfer t where t.household_id = new.household_id and t.contract_id is not distinct from new.contract_id;
    if (watched = new.debit_account and balance > 0) or (watched = new.credit_account and balance < 0) then
        raise exception 'transfer_deposit_floor' using errcode = '23514', constraint = 'transfer_deposit_floor';
    end if;
    return null;
end $$;
create trigger transfer_deposit_floor after insert on transfer for each row
    when (new.debit_account like 'household:%:deposit_held' or new.credit_account like 'household:%:deposit_due')
    execute function transfer_deposit_floor();
-- [all]
