-- Writes name no schema: they go into the build at hand.

-- name: enter_invoice
insert into ledger_entry (tenant, customer_id, creditor_id, invoice_id, kind, effective_on, currency,
                          amount, reference, position)
values ($1, $2, $3, $4, 'invoice', $5, $6, $7, $8, $9);

-- name: rename_invoice
-- A statement calls an invoice what it is called now.
update ledger_entry set reference = $3
where tenant = $1 and invoice_id = $2 and payment_id is null and kind <> 'credit'
  and reference <> $3;

-- name: enter_credit
-- The day of a credit is the day it was given, in the customer's calendar.
insert into ledger_entry (tenant, customer_id, creditor_id, invoice_id, kind, effective_on, currency,
                          amount, reference, position)
select $1, i.customer_id, i.creditor_id, i.id, 'credit', ($3::timestamptz at time zone c.time_zone)::date,
       i.currency, -$4::numeric, $5, $6::bigint
from invoice as i
join customer as c on c.tenant = i.tenant and c.id = i.customer_id
where i.tenant = $1 and i.id = $2;

-- name: enter_cancellation
-- Takes back what the invoice's entries add up to, credits included.
insert into ledger_entry (tenant, customer_id, creditor_id, invoice_id, kind, effective_on, currency,
                          amount, reference, position)
select $1, i.customer_id, i.creditor_id, i.id, 'cancellation', ($3::timestamptz at time zone c.time_zone)::date,
       i.currency, -(i.total - i.credited), i.number, $4::bigint
from invoice as i
join customer as c on c.tenant = i.tenant and c.id = i.customer_id
where i.tenant = $1 and i.id = $2;

-- name: enter_payment
insert into ledger_entry (tenant, customer_id, creditor_id, payment_id, kind, effective_on, currency,
                          amount, reference, position)
values ($1, $2, $3, $4, 'payment', $5, $6, -$7::numeric, $8, $9);

-- name: enter_application
-- From the account to the invoice; money that came before its invoice pays it on the issue date.
insert into ledger_entry (tenant, customer_id, creditor_id, invoice_id, payment_id, kind, effective_on,
                          currency, amount, reference, position, leg)
select $1, i.customer_id, i.creditor_id, leg.invoice_id, $3, 'application', greatest($4, i.issue_date),
       i.currency, leg.amount, i.number, $6::bigint, leg.nth
from invoice as i,
     lateral (values (1, null, $5::numeric), (2, i.id, -$5::numeric))
         as leg (nth, invoice_id, amount)
where i.tenant = $1 and i.id = $2;

-- name: enter_unapplication
insert into ledger_entry (tenant, customer_id, creditor_id, invoice_id, payment_id, kind, effective_on,
                          currency, amount, reference, position, leg)
select $1, i.customer_id, i.creditor_id, leg.invoice_id, $3, 'unapplication',
       ($4::timestamptz at time zone c.time_zone)::date, i.currency, leg.amount, i.number,
       $6::bigint, leg.nth
from invoice as i
join customer as c on c.tenant = i.tenant and c.id = i.customer_id,
     lateral (values (1, i.id, $5::numeric), (2, null, -$5::numeric))
         as leg (nth, invoice_id, amount)
where i.tenant = $1 and i.id = $2;

-- name: enter_reversal
insert into ledger_entry (tenant, customer_id, creditor_id, payment_id, kind, effective_on, currency,
                          amount, reference, position)
select $1, p.customer_id, p.creditor_id, p.id, 'reversal', ($3::timestamptz at time zone c.time_zone)::date,
       p.currency, p.amount, p.external_id, $4::bigint
from payment as p
join customer as c on c.tenant = p.tenant and c.id = p.customer_id
where p.tenant = $1 and p.id = $2;
