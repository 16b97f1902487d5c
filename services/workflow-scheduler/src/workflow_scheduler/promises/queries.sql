-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_promises
select id, customer_id, creditor_id, currency, promised, paid, made_on, due_on, last_day, given_by,
       state, kept_on, withdrawn, made_at, created_at, updated_at
from workflow_scheduler.promise
{dates} join (select * from workflow_scheduler.resource where category = 'promise') as dates using (tenant, id)
where {after}
  and ($4::text is null or state = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or exists (
        select from workflow_scheduler.promise_slice as slice
        where slice.tenant = promise.tenant and slice.promise_id = promise.id and slice.invoice_id = $6))
  and ($7::timestamptz is null or updated_at >= $7)
  and ($8::text is null or creditor_id = $8)
order by {order}
limit $1;

-- name: report_promises
-- A promise has fallen due when it is kept or broken; what was withdrawn has not.
select currency,
       count(*) filter (where state = 'open')                         as open,
       count(*) filter (where state = 'kept')                         as kept,
       count(*) filter (where state = 'broken' and paid = 0)          as broken,
       count(*) filter (where state = 'broken' and paid > 0)          as kept_in_part,
       count(*) filter (where state = 'withdrawn')                    as withdrawn,
       coalesce(sum(promised) filter (where state in ('kept', 'broken')), 0) as promised,
       coalesce(sum(paid) filter (where state in ('kept', 'broken')), 0)     as paid
from workflow_scheduler.promise
where ($1::date is null or due_on >= $1)
  and ($2::date is null or due_on <= $2)
  and ($3::text is null or customer_id = $3)
  and ($4::text is null or creditor_id = $4)
group by currency
order by currency;
