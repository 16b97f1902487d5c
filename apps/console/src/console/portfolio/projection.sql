-- Writes name no schema: they go into the build at hand. Those of many rows are of one page of one tenant's events.

-- name: keep_creditors
insert into creditor (tenant, id, code, name, time_zone)
select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[])
on conflict (tenant, id) do update
set code = coalesce(excluded.code, creditor.code), name = excluded.name, time_zone = excluded.time_zone;

-- name: keep_customers
insert into customer (tenant, id, external_id, name, kind, country, language, time_zone)
select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
on conflict (tenant, id) do update
set external_id = coalesce(excluded.external_id, customer.external_id), name = excluded.name,
    kind = excluded.kind, country = excluded.country, language = excluded.language, time_zone = excluded.time_zone;

-- name: issue_invoices
insert into invoice (tenant, id, customer_id, creditor_id, number, external_id, currency, total, issued_on,
                     charge, caused_by, state)
select $1, n.*, 'open'
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::date[],
            $10::text[], $11::text[]) as n;

-- name: add_receivables
insert into receivable (tenant, id, invoice_id, customer_id, creditor_id, currency, amount, due_on, balance)
select $1, n.*, 0
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::date[]) as n;

-- name: set_balances
-- What changes on a receivable changes two sums with it.
with moved as (
    select r.customer_id, r.creditor_id, r.currency, r.due_on, n.after - r.balance as change,
           (n.after > 0)::int - (r.balance > 0)::int as more
    from unnest($2::text[], $3::bigint[]) as n (id, after)
    join receivable as r on r.tenant = $1 and r.id = n.id
    where n.after <> r.balance
), kept as (
    update receivable as r set balance = n.after
    from unnest($2::text[], $3::bigint[]) as n (id, after)
    where r.tenant = $1 and r.id = n.id and r.balance <> n.after
), by_due_date as (
    insert into owed_by_due_date as o (tenant, creditor_id, currency, due_on, owed, receivables)
    select $1, creditor_id, currency, due_on, sum(change), sum(more) from moved group by creditor_id, currency, due_on
    on conflict (tenant, creditor_id, currency, due_on) do update
    set owed = o.owed + excluded.owed, receivables = o.receivables + excluded.receivables
)
insert into owed_by_customer as o (tenant, customer_id, creditor_id, currency, owed, receivables)
select $1, customer_id, creditor_id, currency, sum(change), sum(more) from moved
group by customer_id, creditor_id, currency
on conflict (tenant, customer_id, creditor_id, currency) do update
set owed = o.owed + excluded.owed, receivables = o.receivables + excluded.receivables;

-- name: forget_settled_dates
-- Where nothing is owed there is no row, however many pages it took to come to that.
delete from owed_by_due_date as o
using (select distinct creditor_id, currency, due_on from receivable where tenant = $1 and id = any($2::text[])) as r
where o.tenant = $1 and o.creditor_id = r.creditor_id and o.currency = r.currency and o.due_on = r.due_on
  and o.owed = 0 and o.receivables = 0;

-- name: forget_settled_customers
delete from owed_by_customer
where tenant = $1 and customer_id = any($2::text[]) and owed = 0 and receivables = 0;

-- name: leave_due_dates
update owed_by_due_date as o
set owed = o.owed - r.balance, receivables = o.receivables - r.receivables
from (select creditor_id, currency, due_on, sum(balance) as balance, count(*) filter (where balance > 0) as receivables
      from receivable where tenant = $1 and invoice_id = any($2::text[])
      group by creditor_id, currency, due_on) as r
where o.tenant = $1 and o.creditor_id = r.creditor_id and o.currency = r.currency and o.due_on = r.due_on;

-- name: forget_left_dates
delete from owed_by_due_date as o
using (select distinct creditor_id, currency, due_on from receivable
       where tenant = $1 and invoice_id = any($2::text[])) as r
where o.tenant = $1 and o.creditor_id = r.creditor_id and o.currency = r.currency and o.due_on = r.due_on
  and o.owed = 0 and o.receivables = 0;

-- name: amend_receivables
update receivable as r set amount = n.amount, due_on = n.due_on
from unnest($2::text[], $3::bigint[], $4::date[]) as n (id, amount, due_on)
where r.tenant = $1 and r.id = n.id;

-- name: join_due_dates
insert into owed_by_due_date as o (tenant, creditor_id, currency, due_on, owed, receivables)
select $1, creditor_id, currency, due_on, sum(balance), count(*) filter (where balance > 0)
from receivable where tenant = $1 and invoice_id = any($2::text[])
group by creditor_id, currency, due_on
having sum(balance) <> 0
on conflict (tenant, creditor_id, currency, due_on) do update
set owed = o.owed + excluded.owed, receivables = o.receivables + excluded.receivables;

-- name: renumber_invoices
update invoice as i set number = n.number
from unnest($2::text[], $3::text[]) as n (id, number)
where i.tenant = $1 and i.id = n.id;

-- name: settle_invoices
update invoice as i set state = n.state
from unnest($2::text[], $3::text[]) as n (id, state)
where i.tenant = $1 and i.id = n.id;

-- name: rank_customers
-- What each owes most of in any one currency, and since when the oldest of it is due.
update customer as c
set owed_most = coalesce((select max(o.owed) from owed_by_customer as o
                          where o.tenant = $1 and o.customer_id = c.id), 0),
    oldest_due_on = (select min(r.due_on) from receivable as r
                     where r.tenant = $1 and r.customer_id = c.id and r.balance > 0)
where c.tenant = $1 and c.id = any($2::text[]);

-- name: record_condition
insert into condition (tenant, id, customer_id, condition, source, effective_from, effective_until)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (tenant, id) do update
set source = excluded.source, effective_from = excluded.effective_from, effective_until = excluded.effective_until;

-- name: lift_condition
update condition set effective_until = $3 where tenant = $1 and id = $2;

-- name: open_case
-- How many there are in each state is counted with them.
with was as (
    select state, currency, amount from case_of where tenant = $1 and kind = $2 and id = $3
), becomes as (
    insert into case_of (tenant, kind, id, customer_id, state, detail, currency, amount, next_on, opened_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (tenant, kind, id) do update set state = excluded.state, next_on = excluded.next_on
    returning state, currency, amount
)
insert into case_count as c (tenant, kind, state, currency, number, amount)
select $1, $2, state, currency, sum(number), sum(number * amount)
from (select 1 as number, * from becomes union all select -1, * from was) as moved
group by state, currency
on conflict (tenant, kind, state, currency) do update
set number = c.number + excluded.number, amount = c.amount + excluded.amount;

-- name: move_case
with was as (
    select state, currency, amount from case_of where tenant = $1 and kind = $2 and id = $3
), becomes as (
    update case_of set state = $4 where tenant = $1 and kind = $2 and id = $3
    returning state, currency, amount
)
insert into case_count as c (tenant, kind, state, currency, number, amount)
select $1, $2, state, currency, sum(number), sum(number * amount)
from (select 1 as number, * from becomes union all select -1, * from was) as moved
group by state, currency
on conflict (tenant, kind, state, currency) do update
set number = c.number + excluded.number, amount = c.amount + excluded.amount;
