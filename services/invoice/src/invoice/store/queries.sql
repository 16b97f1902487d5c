-- Writes name no schema: they go into the build at hand. Reads are of the schema invoice, where
-- the live build is shown.

-- name: register_customer
insert into customer (tenant, id, external_id, name, kind, country, time_zone, language,
                      contacts)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: change_customer
update customer
set name = $3, kind = $4, country = $5, time_zone = $6, language = $7, contacts = $8
where tenant = $1 and id = $2;

-- name: record_insolvency
update customer set insolvent_from = $3 where tenant = $1 and id = $2;

-- name: cease_contact
update customer set contact_ceased_from = $3 where tenant = $1 and id = $2;

-- name: list_customers
select id, external_id, name, kind, country, time_zone, language, contacts,
       insolvent_from, contact_ceased_from
from invoice.customer
where ($2::text is null or external_id > $2)
  and ($3::text is null or external_id = $3)
order by external_id
limit $1;

-- name: issue_invoice
insert into invoice (tenant, id, customer_id, external_id, number, purchase_order, status,
                     currency, total, balance, issue_date, due_date, time_zone)
values ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $8, $9, $10, $11);

-- name: credit_invoice
update invoice set credited = credited + $3, balance = $4 where tenant = $1 and id = $2;

-- name: pay_invoice
update invoice set paid = paid + $3, balance = $4 where tenant = $1 and id = $2;

-- name: set_invoice_status
update invoice set status = $3 where tenant = $1 and id = $2;

-- name: cancel_invoice
update invoice set status = 'cancelled', balance = 0 where tenant = $1 and id = $2;

-- name: list_invoices
select id, external_id, number, purchase_order, customer_id, status, currency, total, credited,
       paid, balance, issue_date, due_date, time_zone
from invoice.invoice
where ($2::date is null or (issue_date, id) < ($2, $3))
  and ($4::text is null or external_id = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or status = $6)
  and ($7::text is null or currency = $7)
  and ($8::date is null or due_date >= $8)
  and ($9::date is null or due_date <= $9)
order by issue_date desc, id desc
limit $1;

-- name: receive_payment
insert into payment (tenant, id, customer_id, external_id, status, currency, amount,
                     unapplied, method, value_date, reference)
values ($1, $2, $3, $4, 'received', $5, $6, $6, $7, $8, $9);

-- name: allocate_payment
update payment set unapplied = $3 where tenant = $1 and id = $2;

-- name: reverse_payment
update payment set status = 'reversed', unapplied = 0 where tenant = $1 and id = $2;

-- name: list_payments
select id, external_id, customer_id, status, currency, amount, unapplied, method, value_date,
       reference
from invoice.payment
where ($2::date is null or (value_date, id) < ($2, $3))
  and ($4::text is null or external_id = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or status = $6)
  and ($7::text is null or currency = $7)
order by value_date desc, id desc
limit $1;

-- name: enter_invoice
insert into ledger_entry (tenant, customer_id, invoice_id, kind, effective_on, currency,
                          amount, reference, position)
values ($1, $2, $3, 'invoice', $4, $5, $6, $7, $8);

-- name: enter_credit
-- The day of a credit is the day it was given, in the customer's calendar.
insert into ledger_entry (tenant, customer_id, invoice_id, kind, effective_on, currency,
                          amount, reference, position)
select $1, i.customer_id, i.id, 'credit', ($3::timestamptz at time zone c.time_zone)::date,
       i.currency, -$4::numeric, $5, $6::bigint
from invoice as i
join customer as c on c.tenant = i.tenant and c.id = i.customer_id
where i.tenant = $1 and i.id = $2;

-- name: enter_cancellation
-- Takes back what the invoice's entries add up to, credits included.
insert into ledger_entry (tenant, customer_id, invoice_id, kind, effective_on, currency,
                          amount, reference, position)
select $1, i.customer_id, i.id, 'cancellation', ($3::timestamptz at time zone c.time_zone)::date,
       i.currency, -(i.total - i.credited), i.number, $4::bigint
from invoice as i
join customer as c on c.tenant = i.tenant and c.id = i.customer_id
where i.tenant = $1 and i.id = $2;

-- name: enter_payment
insert into ledger_entry (tenant, customer_id, payment_id, kind, effective_on, currency,
                          amount, reference, position)
values ($1, $2, $3, 'payment', $4, $5, -$6::numeric, $7, $8);

-- name: enter_application
-- From the account to the invoice; money that came before its invoice pays it on the issue date.
insert into ledger_entry (tenant, customer_id, invoice_id, payment_id, kind, effective_on,
                          currency, amount, reference, position, leg)
select $1, i.customer_id, leg.invoice_id, $3, 'application', greatest($4, i.issue_date),
       i.currency, leg.amount, i.number, $6::bigint, leg.nth
from invoice as i,
     lateral (values (1, null, $5::numeric), (2, i.id, -$5::numeric))
         as leg (nth, invoice_id, amount)
where i.tenant = $1 and i.id = $2;

-- name: enter_unapplication
insert into ledger_entry (tenant, customer_id, invoice_id, payment_id, kind, effective_on,
                          currency, amount, reference, position, leg)
select $1, i.customer_id, leg.invoice_id, $3, 'unapplication',
       ($4::timestamptz at time zone c.time_zone)::date, i.currency, leg.amount, i.number,
       $6::bigint, leg.nth
from invoice as i
join customer as c on c.tenant = i.tenant and c.id = i.customer_id,
     lateral (values (1, i.id, $5::numeric), (2, null, -$5::numeric))
         as leg (nth, invoice_id, amount)
where i.tenant = $1 and i.id = $2;

-- name: enter_reversal
insert into ledger_entry (tenant, customer_id, payment_id, kind, effective_on, currency,
                          amount, reference, position)
select $1, p.customer_id, p.id, 'reversal', ($3::timestamptz at time zone c.time_zone)::date,
       p.currency, p.amount, p.external_id, $4::bigint
from payment as p
join customer as c on c.tenant = p.tenant and c.id = p.customer_id
where p.tenant = $1 and p.id = $2;

-- name: statement
-- Moving money between the account and an invoice changes nothing the customer owes.
select * from (
    select position, effective_on, kind, invoice_id, payment_id, reference, currency, amount,
           sum(amount) over (partition by currency order by effective_on, position)
               as balance
    from invoice.ledger_entry
    where customer_id = $2
      and effective_on <= $3
      and ($4::text is null or currency = $4)
      and kind not in ('application', 'unapplication')
) as entry
where $5::date is null or (effective_on, position) > ($5, $6)
order by effective_on, position
limit $1;

-- name: closing_balances
select currency, sum(amount) as balance
from invoice.ledger_entry
where customer_id = $1 and effective_on <= $2 and ($3::text is null or currency = $3)
group by currency
order by currency;

-- name: aging
-- Which bucket is said by its place: 0 is not yet due, 1 the first of $2, and so on.
select owed.currency, width_bucket($1::date - i.due_date, $2::int[]) as bucket,
       count(*) as invoices, sum(owed.balance) as balance
from (
    select invoice_id, currency, sum(amount) as balance
    from invoice.ledger_entry
    where invoice_id is not null
      and effective_on <= $1
      and ($3::text is null or customer_id = $3)
    group by invoice_id, currency
    having sum(amount) <> 0
) as owed
join invoice.invoice as i on i.id = owed.invoice_id
group by owed.currency, bucket
order by owed.currency, bucket;

-- name: on_account
select currency, -sum(amount) as unapplied
from invoice.ledger_entry
where invoice_id is null and effective_on <= $1 and ($2::text is null or customer_id = $2)
group by currency
having sum(amount) <> 0
order by currency;
