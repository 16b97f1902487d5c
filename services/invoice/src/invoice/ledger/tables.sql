-- Every movement of money, and sums of them. Amounts are minor units of the row's currency.

-- name: tables
-- Positive: the customer owes more. Entries of a receivable add up to its balance; entries without
-- one add up to the money on account, which is owed to the customer and so is negative.
create table ledger_entry (
    tenant       text    not null,
    position     bigint  not null, -- of its event
    leg          int     not null default 1,
    customer_id  text    not null,
    other_customer_id text, -- of what one pays for another: for whom, or by whom
    creditor_id  text    not null,
    invoice_id   text,
    receivable_id text,
    payment_id   text,
    credit_note_id text,
    kind         text    not null,
    effective_on date    not null, -- it counts from this day
    recorded_on  date    not null, -- in UTC; nobody knew of it before
    currency     text    not null,
    amount       numeric not null,
    reference    text    not null,
    primary key (tenant, position, leg)
);
-- Amendments look for what they change while the table is being filled.
create index ledger_of_invoice on ledger_entry (tenant, invoice_id);

-- A receivable's due dates with the days on which each held: the first from ever, the last for ever. Whatever kind
-- of receivable it is, it has one before anything is entered on it.
create table due_held (
    tenant        text   not null,
    receivable_id text   not null,
    due_date      date   not null,
    from_on       date   not null default '-infinity',
    until_on      date   not null default 'infinity', -- and no longer
    position      bigint not null,
    primary key (tenant, receivable_id, position)
);

-- The entries again, summed over all customers; due_date is null for what is on account. A due date that
-- moves takes what is owed along, from one row to another. A day's aging is a sum over a few of them,
-- however many receivables are open.
create table owed_by_day (
    tenant       text    not null,
    creditor_id  text    not null,
    currency     text    not null,
    due_date     date,
    effective_on date    not null,
    recorded_on  date    not null,
    amount       numeric not null,
    unique nulls not distinct (tenant, creditor_id, currency, due_date, effective_on, recorded_on)
);

-- What was sold on account: invoices, as adjusted and cancelled, less credit notes. A charge is no sale.
create table sold_by_day (
    tenant       text    not null,
    creditor_id  text    not null,
    currency     text    not null,
    effective_on date    not null,
    recorded_on  date    not null,
    amount       numeric not null,
    primary key (tenant, creditor_id, currency, effective_on, recorded_on)
);

-- Where due dates moved, an entry that counts from before that day is under the old one until then.
create function sum_up_entry() returns trigger language plpgsql as $$
begin
    if new.receivable_id is not null and not exists (
        select from due_held where tenant = new.tenant and receivable_id = new.receivable_id) then
        raise exception 'receivable % has no due date: every report would lack it', new.receivable_id
        using errcode = 'integrity_constraint_violation';
    end if;
    insert into owed_by_day as owed (tenant, creditor_id, currency, due_date, effective_on, recorded_on, amount)
    select new.tenant, new.creditor_id, new.currency, moved.due_date, moved.day, new.recorded_on,
           sum(moved.amount)
    from (
        select null::date, new.effective_on, new.amount where new.receivable_id is null
        union all
        select held.due_date, leg.day, leg.amount
        from due_held as held
        cross join lateral (values (greatest(new.effective_on, held.from_on), new.amount),
                                   (held.until_on, -new.amount)) as leg (day, amount)
        where held.tenant = new.tenant and held.receivable_id = new.receivable_id
          and held.until_on > new.effective_on and leg.day < 'infinity'
    ) as moved (due_date, day, amount)
    group by moved.due_date, moved.day
    having sum(moved.amount) <> 0
    on conflict (tenant, creditor_id, currency, due_date, effective_on, recorded_on)
    do update set amount = owed.amount + excluded.amount;

    if new.kind in ('invoice', 'adjustment', 'cancellation', 'credit', 'credit_cancellation') and not exists (
        select from invoice where tenant = new.tenant and id = new.invoice_id and charge) then
        insert into sold_by_day as sold (tenant, creditor_id, currency, effective_on, recorded_on, amount)
        values (new.tenant, new.creditor_id, new.currency, new.effective_on, new.recorded_on, new.amount)
        on conflict (tenant, creditor_id, currency, effective_on, recorded_on)
        do update set amount = sold.amount + excluded.amount;
    end if;
    return null;
end
$$;
create trigger sum_up after insert on ledger_entry for each row execute function sum_up_entry();

-- name: indexes
create index ledger_of_customer
    on ledger_entry (tenant, customer_id, creditor_id, currency, effective_on, position);
