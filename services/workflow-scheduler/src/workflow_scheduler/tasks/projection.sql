-- Writes name no schema: they go into the build at hand.

-- name: create_task
insert into task (tenant, id, enrolment_id, invoice_id, receivable_id, customer_id, script,
                  created_at, kind, measure, creditor_id, attempt, not_before, due_on)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: complete_task
update task
set state = 'completed', disposition = $3, call_id = $4, completed_at = $5
where tenant = $1 and id = $2;

-- name: close_task
update task
set state = 'closed', closing_reason = $3, closed_at = $4
where tenant = $1 and id = $2;

-- name: assign_task
update task
set owner = $3, team = $4
where tenant = $1 and id = $2;

-- name: snooze_task
update task
set snoozed_until = $3
where tenant = $1 and id = $2;

-- name: reschedule_task
update task
set due_on = $3
where tenant = $1 and id = $2;

-- name: categorise
insert into task_history (tenant, customer_id, category)
values ($1, $2, $3)
on conflict (tenant, customer_id) do update set category = excluded.category;

-- name: remember_step
insert into task_history (tenant, customer_id, last_step, last_step_at)
values ($1, $2, $3, $4)
on conflict (tenant, customer_id) do update
set last_step = excluded.last_step, last_step_at = excluded.last_step_at;

-- name: remember_answer
insert into task_history (tenant, customer_id, last_disposition, last_answer_at)
values ($1, $2, $3, $4)
on conflict (tenant, customer_id) do update
set last_disposition = excluded.last_disposition, last_answer_at = excluded.last_answer_at;
