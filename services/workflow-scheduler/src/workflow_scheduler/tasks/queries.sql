-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_tasks
-- The enrolment tells the caller what is chased by now: it may have been paid in the meantime.
select t.id, t.enrolment_id, t.invoice_id, t.receivable_id, t.customer_id, t.script, t.created_at,
       updated_at, t.state, t.disposition, t.call_id, t.completed_at, t.closing_reason, t.closed_at,
       e.creditor_id, e.state as enrolment_state, e.outcome, e.currency, e.chased
from workflow_scheduler.task as t
join workflow_scheduler.enrolment as e on e.tenant = t.tenant and e.id = t.enrolment_id
left join workflow_scheduler.resource as r
     on r.tenant = t.tenant and r.category = 'task' and r.id = t.id
where ($2::timestamptz is null or (t.created_at, t.id) > ($2, $3))
  and ($4::text is null or t.state = $4)
  and ($5::text is null or t.customer_id = $5)
  and ($6::text is null or t.invoice_id = $6)
  and ($7::timestamptz is null or updated_at >= $7)
  and ($8::text is null or e.creditor_id = $8)
order by t.created_at, t.id
limit $1;
