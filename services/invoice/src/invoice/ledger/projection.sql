-- Writes name no schema: they go into the build at hand.

-- name: enter_invoice
insert into ledger_entry (tenant, customer_id, creditor_id, invoice_id, receivable_id, kind, effective_on,
                          currency, amount, reference, recorded_on, position, leg)
select $1, $2, $3, $4, term.id, $8, $5, $6, term.amount, $7, $11::date, $12::bigint, term.leg
from unnest($9::text[], $10::numeric[]) with ordinality as term (id, amount, leg);

-- name: hold_due_dates
-- Before anything is entered on the receivables; what continues one is as old as that on any day.
insert into due_held (tenant, receivable_id, due_date, from_on, until_on, position)
select $1, term.id, case when held.until_on < 'infinity' then held.due_date else term.due_date end,
       coalesce(held.from_on, '-infinity'), coalesce(held.until_on, 'infinity'), coalesce(held.position, $5::bigint)
from unnest($2::text[], $3::date[], $4::text[]) as term (id, due_date, continues)
left join due_held as held on held.tenant = $1 and held.receivable_id = term.continues;

-- name: move_due_dates
-- What was entered, and counts on that day or will later, changes its due date with it.
with moved as (
    update due_held as held
    set until_on = greatest(held.from_on, $5::date)
    from unnest($3::text[], $4::date[]) as now (id, due_date)
    where held.tenant = $1 and held.receivable_id = now.id and held.until_on = 'infinity'
      and held.due_date <> now.due_date
    returning held.receivable_id, held.due_date as before, now.due_date as since, held.until_on as day
), held as (
    insert into due_held (tenant, receivable_id, due_date, from_on, position)
    select $1, receivable_id, since, day, $6::bigint from moved
)
insert into owed_by_day as owed (tenant, creditor_id, currency, due_date, effective_on, recorded_on, amount)
select $1, entry.creditor_id, entry.currency, leg.due_date, greatest(entry.effective_on, moved.day), $5,
       sum(leg.sign * entry.amount)
from moved
join ledger_entry as entry
     on entry.tenant = $1 and entry.invoice_id = $2 and entry.receivable_id = moved.receivable_id
cross join lateral (values (moved.before, -1), (moved.since, 1)) as leg (due_date, sign)
group by entry.creditor_id, entry.currency, leg.due_date, greatest(entry.effective_on, moved.day)
having sum(entry.amount) <> 0
on conflict (tenant, creditor_id, currency, due_date, effective_on, recorded_on)
do update set amount = owed.amount + excluded.amount;

-- name: rename_invoice
-- A statement calls an invoice what it is called now.
update ledger_entry set reference = $3
where tenant = $1 and invoice_id = $2 and reference <> $3;

-- name: enter_adjustment
insert into ledger_entry (tenant, customer_id, creditor_id, invoice_id, receivable_id, kind, effective_on,
                          currency, amount, reference, recorded_on, position, leg)
select $1, i.customer_id, i.creditor_id, i.id, term.id, $3, $4, i.currency, term.amount, i.number,
       $7::date, $8::bigint, term.leg
from invoice as i, unnest($5::text[], $6::numeric[]) with ordinality as term (id, amount, leg)
where i.tenant = $1 and i.id = $2;

-- name: enter_funds
-- A payment or a credit note, or what became of it: on account, where an application takes it from.
insert into ledger_entry (tenant, customer_id, creditor_id, payment_id, credit_note_id, kind, effective_on,
                          currency, amount, reference, recorded_on, position)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9::numeric, $10, $11, $12);

-- name: return_payment
insert into ledger_entry (tenant, customer_id, creditor_id, payment_id, kind, effective_on, currency,
                          amount, reference, recorded_on, position)
select $1, p.customer_id, p.creditor_id, p.id, $3, $4, p.currency, $5::numeric,
       coalesce($6, p.external_id), $7::date, $8::bigint
from payment as p
where p.tenant = $1 and p.id = $2;

-- name: cancel_credit_note
insert into ledger_entry (tenant, customer_id, creditor_id, credit_note_id, kind, effective_on, currency,
                          amount, reference, recorded_on, position)
select $1, c.customer_id, c.creditor_id, c.id, 'credit_cancellation', $3, c.currency, c.amount, c.number,
       $4::date, $5::bigint
from credit_note as c
where c.tenant = $1 and c.id = $2;

-- name: enter_application
-- From the account to the receivable, or back where the amount is below zero. Where another customer paid, both see
-- it: the money leaves the account of one and lowers what the other owes.
insert into ledger_entry (tenant, customer_id, other_customer_id, creditor_id, invoice_id, receivable_id, payment_id,
                          credit_note_id, kind, effective_on, currency, amount, reference, recorded_on, position, leg)
select $1, leg.customer_id, nullif(leg.other_id, leg.customer_id), i.creditor_id, leg.invoice_id, leg.receivable_id,
       $4, $5, case when $9::text = i.customer_id then $6 else leg.kind end, $7, i.currency, leg.amount, i.number,
       $10::date, $11::bigint, leg.nth
from invoice as i,
     lateral (values (1, $9::text, i.customer_id, null, null, 'paid_for_other', $8::numeric),
                     (2, i.customer_id, $9::text, i.id, $3::text, 'paid_by_other', -$8::numeric))
         as leg (nth, customer_id, other_id, invoice_id, receivable_id, kind, amount)
where i.tenant = $1 and i.id = $2 and $7::date is not null;

-- name: enter_older_credit
-- Of the first version of a credit there was no credit note whose account it could come from.
insert into ledger_entry (tenant, customer_id, creditor_id, invoice_id, receivable_id, kind, effective_on,
                          currency, amount, reference, recorded_on, position)
select $1, i.customer_id, i.creditor_id, i.id, $3, 'credit', $4, i.currency, -$5::numeric, $6, $7::date, $8::bigint
from invoice as i
where i.tenant = $1 and i.id = $2 and $4::date is not null;
