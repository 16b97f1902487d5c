-- Writes name no schema: they go into the build at hand. Reads are of the schema workflow_scheduler, where
-- the live build is shown.

-- name: publish_workflow
insert into workflow (tenant, id, name, version, steps, published_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (tenant, id) do update
set version = excluded.version, steps = excluded.steps, published_at = excluded.published_at;

-- name: retire_workflow
update workflow set retired = true where tenant = $1 and id = $2;

-- name: list_workflows
select id, name, version, steps, retired, published_at
from workflow_scheduler.workflow
where ($2::text is null or name > $2)
  and ($3::boolean is null or retired = $3)
order by name
limit $1;

-- name: plan_enrolment
insert into enrolment (tenant, id, invoice_id, customer_id, workflow_id,
                       workflow_version, due_date, currency, balance, chased,
                       steps_left, started_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: restart_enrolment
update enrolment set outcome = null where tenant = $1 and id = $2;

-- name: take_step
update enrolment set steps_left = steps_left - 1 where tenant = $1 and id = $2;

-- name: change_chased
update enrolment set chased = $3 where tenant = $1 and id = $2;

-- name: change_owed
update enrolment set balance = $3, chased = $4 where tenant = $1 and id = $2;

-- name: end_enrolment
update enrolment
set outcome = $3,
    balance = case when $4 then 0 else balance end,
    chased = case when $4 then 0 else chased end
where tenant = $1 and id = $2;

-- name: list_enrolments
select id, invoice_id, customer_id, workflow_id, workflow_version, state, outcome, due_date,
       currency, balance, chased, steps_left, started_at
from workflow_scheduler.enrolment
where ($2::timestamptz is null or (started_at, id) < ($2, $3))
  and ($4::text is null or invoice_id = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or state = $6)
order by started_at desc, id desc
limit $1;

-- name: create_task
insert into task (tenant, id, enrolment_id, invoice_id, customer_id, script,
                  created_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: complete_task
update task
set disposition = $3, completed_at = $4
where tenant = $1 and id = $2;

-- name: list_tasks
-- The enrolment tells the caller what is chased by now: it may have been paid in the meantime.
select t.id, t.enrolment_id, t.invoice_id, t.customer_id, t.script, t.created_at, t.disposition,
       t.completed_at, e.state as enrolment_state, e.outcome, e.currency, e.chased
from workflow_scheduler.task as t
join workflow_scheduler.enrolment as e on e.tenant = t.tenant and e.id = t.enrolment_id
where ($2::timestamptz is null or (t.created_at, t.id) > ($2, $3))
  and ($4::boolean is null or (t.completed_at is not null) = $4)
  and ($5::text is null or t.customer_id = $5)
  and ($6::text is null or t.invoice_id = $6)
order by t.created_at, t.id
limit $1;
