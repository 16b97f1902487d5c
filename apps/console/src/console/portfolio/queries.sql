-- Reads are of the schema console, where the live build is shown.

-- name: creditors
select id, code, name from console.creditor order by name, id limit 200;

-- name: aging
-- Days past due, as of a day; sums by due date are few, however many receivables there are.
select o.creditor_id, o.currency,
       case when o.due_on >= $1 then 0 when $1 - o.due_on <= 30 then 1 when $1 - o.due_on <= 60 then 2
            when $1 - o.due_on <= 90 then 3 else 4 end as bucket,
       sum(o.owed)::bigint as owed, sum(o.receivables)::bigint as receivables
from console.owed_by_due_date as o
where ($2::text is null or o.creditor_id = $2) and o.owed <> 0
group by 1, 2, 3;

-- name: cases
select kind, state, number, currency, amount
from console.case_count where state in ('open', 'running', 'suspended', 'broken') and number > 0;

-- name: case_counts
select state, number, currency, amount from console.case_count where kind = $1 and number > 0
order by number desc, state, currency;

-- name: customers_counted
select count(*) from (select from console.customer as c where {where} limit 10001) as found;

-- name: customers
select c.id, c.external_id, c.name, c.kind, c.country, c.owed_most, c.oldest_due_on
from console.customer as c
where {where}
order by {order}
limit $6 offset $7;

-- name: owed_of
select customer_id, creditor_id, currency, owed, receivables from console.owed_by_customer
where customer_id = any($1::text[]) and owed <> 0 and ($2::text is null or creditor_id = $2)
order by owed desc;

-- name: overdue_of
select customer_id, currency, sum(balance)::bigint as overdue
from console.receivable
where customer_id = any($1::text[]) and balance > 0 and due_on < $2 and ($3::text is null or creditor_id = $3)
group by customer_id, currency;

-- name: cases_of
select id, kind, customer_id, state, detail, currency, amount, next_on, opened_at
from console.case_of where customer_id = $1
order by (state in ('open', 'running', 'suspended', 'referred')) desc, opened_at desc
limit 100;

-- name: conditions_of
select customer_id, condition, source, effective_from, effective_until
from console.condition
where customer_id = any($1::text[]) and effective_from <= $2 and (effective_until is null or effective_until > $2)
order by effective_from;

-- name: customer
select id, external_id, name, kind, country, language, time_zone, owed_most, oldest_due_on
from console.customer where id = $1;

-- name: invoices_of
-- Those of which something is owed, the one due longest first; then the latest of the others.
with soonest as (
    select invoice_id, due_on from console.receivable where customer_id = $1 and balance > 0
    order by due_on
    limit 200
), owing as (
    select o.id, (select sum(r.balance)::bigint from console.receivable as r where r.invoice_id = o.id) as balance,
           o.due_on
    from (select invoice_id as id, min(due_on) as due_on from soonest group by invoice_id
          order by min(due_on), invoice_id limit 30) as o
), settled as (
    select i.id, 0::bigint as balance,
           (select min(r.due_on) from console.receivable as r where r.invoice_id = i.id) as due_on
    from console.invoice as i
    where i.customer_id = $1
      and not exists (select from console.receivable as r where r.invoice_id = i.id and r.balance > 0)
    order by i.issued_on desc, i.id
    limit 30 - (select count(*) from owing)
)
select i.id, i.number, i.creditor_id, i.currency, i.total, i.issued_on, i.charge, i.state, s.balance, s.due_on
from (select * from owing union all select * from settled) as s
cross join lateral (select * from console.invoice as one where one.id = s.id limit 1) as i  -- each by its id
order by (s.balance > 0) desc, case when s.balance > 0 then s.due_on end, i.issued_on desc, i.id;

-- name: number_of_invoices
select count(*) from console.invoice where customer_id = $1;

-- name: invoice
select id, customer_id, creditor_id, number, external_id, currency, total, issued_on, charge, caused_by, state
from console.invoice where id = $1;

-- name: terms
select id, amount, balance, due_on, currency from console.receivable where invoice_id = $1 order by due_on, id;

-- name: charges_for
select i.id, i.number, i.charge, i.currency, i.total, i.state, coalesce(sum(r.balance), 0)::bigint as balance
from console.invoice as i left join console.receivable as r on r.invoice_id = i.id
where i.caused_by = $1
group by i.id, i.number, i.charge, i.currency, i.total, i.state
order by i.id;

-- name: called
select category, id from console.words where words like lower($1) limit 40;

-- name: hits
select 'customer' as what, id, name as title, external_id as detail, owed_most as owed
from console.customer where id = any($1::text[])
union all
select 'invoice', i.id, i.number, c.name, 0
from console.invoice as i join console.customer as c on c.id = i.customer_id
where i.id = any($1::text[])
limit 12;
