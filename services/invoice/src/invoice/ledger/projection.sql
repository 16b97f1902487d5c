-- Writes name no schema: they go into the build at hand.

-- name: enter_invoice
insert into ledger_entry (tenant, customer_id, creditor_id, invoice_id, receivable_id, kind, effective_on,
                          currency, amount, reference, position, leg)
select $1, $2, $3, $4, term.id, $8, $5, $6, term.amount, $7, $11::bigint, term.leg
from unnest($9::text[], $10::numeric[]) with ordinality as term (id, amount, leg);

-- name: rename_invoice
-- A statement calls an invoice what it is called now.
update ledger_entry set reference = $3
where tenant = $1 and invoice_id = $2 and reference <> $3;

-- name: enter_adjustment
insert into ledger_entry (tenant, customer_id, creditor_id, invoice_id, receivable_id, kind, effective_on,
                          currency, amount, reference, position, leg)
select $1, i.customer_id, i.creditor_id, i.id, term.id, $3, $4, i.currency, term.amount, i.number,
       $7::bigint, term.leg
from invoice as i, unnest($5::text[], $6::numeric[]) with ordinality as term (id, amount, leg)
where i.tenant = $1 and i.id = $2;

-- name: enter_funds
-- A payment or a credit note, or what became of it: on account, where an application takes it from.
insert into ledger_entry (tenant, customer_id, creditor_id, payment_id, credit_note_id, kind, effective_on,
                          currency, amount, reference, position)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9::numeric, $10, $11);

-- name: return_payment
insert into ledger_entry (tenant, customer_id, creditor_id, payment_id, kind, effective_on, currency,
                          amount, reference, position)
select $1, p.customer_id, p.creditor_id, p.id, $3, $4, p.currency, $5::numeric,
       coalesce($6, p.external_id), $7::bigint
from payment as p
where p.tenant = $1 and p.id = $2;

-- name: cancel_credit_note
insert into ledger_entry (tenant, customer_id, creditor_id, credit_note_id, kind, effective_on, currency,
                          amount, reference, position)
select $1, c.customer_id, c.creditor_id, c.id, 'credit_cancellation', $3, c.currency, c.amount, c.number,
       $4::bigint
from credit_note as c
where c.tenant = $1 and c.id = $2;

-- name: enter_application
-- From the account to the receivable, or back where the amount is below zero. Where another customer paid, both see
-- it: the money leaves the account of one and lowers what the other owes.
insert into ledger_entry (tenant, customer_id, other_customer_id, creditor_id, invoice_id, receivable_id, payment_id,
                          credit_note_id, kind, effective_on, currency, amount, reference, position, leg)
select $1, leg.customer_id, nullif(leg.other_id, leg.customer_id), i.creditor_id, leg.invoice_id, leg.receivable_id,
       $4, $5, case when $9::text = i.customer_id then $6 else leg.kind end, $7, i.currency, leg.amount, i.number,
       $10::bigint, leg.nth
from invoice as i,
     lateral (values (1, $9::text, i.customer_id, null, null, 'paid_for_other', $8::numeric),
                     (2, i.customer_id, $9::text, i.id, $3::text, 'paid_by_other', -$8::numeric))
         as leg (nth, customer_id, other_id, invoice_id, receivable_id, kind, amount)
where i.tenant = $1 and i.id = $2 and $7::date is not null;

-- name: enter_older_credit
-- Of the first version of a credit there was no credit note whose account it could come from.
insert into ledger_entry (tenant, customer_id, creditor_id, invoice_id, receivable_id, kind, effective_on,
                          currency, amount, reference, position)
select $1, i.customer_id, i.creditor_id, i.id, $3, 'credit', $4, i.currency, -$5::numeric, $6, $7::bigint
from invoice as i
where i.tenant = $1 and i.id = $2 and $4::date is not null;
