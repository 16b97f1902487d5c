-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_enrolments
select id, invoice_id, receivable_id, customer_id, creditor_id, workflow_id, workflow_version,
       state, outcome, held_step, due_date, currency, balance, chased, steps_left, run, started_at,
       created_at, updated_at
from workflow_scheduler.enrolment
{dates} join (select * from workflow_scheduler.resource where category = 'enrolment') as dates using (tenant, id)
where {after}
  and ($4::text is null or invoice_id = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or state = $6)
  and ($7::timestamptz is null or updated_at >= $7)
  and ($8::text is null or creditor_id = $8)
  and ($9::boolean is null or (held_step is not null) = $9)
order by {order}
limit $1;

-- name: list_moves
select version, run, from_workflow_id, from_workflow_version, workflow_id, workflow_version,
       reason, milder_reason, moved_at as created_at, moved_at as updated_at
from workflow_scheduler.enrolment_move
where enrolment_id = $3 and ($2::int is null or version < $2)
  and ($4::timestamptz is null or moved_at >= $4)
order by version desc
limit $1;

-- name: list_runs
select run, reason, note, workflow_id, workflow_version, started_at, ended_at, outcome,
       started_at as created_at, coalesce(ended_at, started_at) as updated_at
from workflow_scheduler.enrolment_run
where enrolment_id = $3 and ($2::int is null or run < $2)
  and ($4::timestamptz is null or coalesce(ended_at, started_at) >= $4)
order by run desc
limit $1;
