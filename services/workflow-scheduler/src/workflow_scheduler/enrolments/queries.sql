-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_enrolments
select id, invoice_id, customer_id, workflow_id, workflow_version, state, outcome, due_date,
       currency, balance, chased, steps_left, run, started_at
from workflow_scheduler.enrolment
where ($2::timestamptz is null or (started_at, id) < ($2, $3))
  and ($4::text is null or invoice_id = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or state = $6)
order by started_at desc, id desc
limit $1;

-- name: list_runs
select run, reason, note, workflow_id, workflow_version, started_at, ended_at, outcome
from workflow_scheduler.enrolment_run
where enrolment_id = $3 and ($2::int is null or run < $2)
order by run desc
limit $1;
