-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_last_resorts
select id, customer_id, creditor_id, enrolment_id, invoice_id, receivable_id, choice, state, currency, amount,
       deadline_on, created_at, updated_at
from workflow_scheduler.last_resort
{dates} join (select * from workflow_scheduler.resource where category = 'last_resort') as dates using (tenant, id)
where {after}
  and ($4::text is null or state = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or choice = $6)
  and ($7::timestamptz is null or updated_at >= $7)
  and ($8::text is null or creditor_id = $8)
order by {order}
limit $1;
