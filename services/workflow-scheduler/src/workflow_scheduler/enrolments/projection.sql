-- Writes name no schema: they go into the build at hand.

-- name: plan_enrolment
insert into enrolment (tenant, id, invoice_id, receivable_id, customer_id, creditor_id,
                       workflow_id, workflow_version, due_date, currency, balance, chased,
                       steps_left, run, started_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14)
on conflict (tenant, id) do update
set workflow_id = excluded.workflow_id, workflow_version = excluded.workflow_version,
    steps_left = excluded.steps_left;

-- name: restart_enrolment
update enrolment set outcome = null, run = $3 where tenant = $1 and id = $2;

-- name: start_run
insert into enrolment_run (tenant, enrolment_id, run, reason, note, workflow_id, workflow_version,
                           started_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: end_run
update enrolment_run
set outcome = $3, ended_at = $4
where tenant = $1 and enrolment_id = $2 and ended_at is null;

-- name: move_run
update enrolment_run set workflow_id = $3, workflow_version = $4
where tenant = $1 and enrolment_id = $2 and ended_at is null;

-- name: record_move
insert into enrolment_move (tenant, enrolment_id, version, run, from_workflow_id,
                            from_workflow_version, workflow_id, workflow_version, reason,
                            milder_reason, moved_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: take_step
update enrolment set steps_left = steps_left - 1, held_step = null where tenant = $1 and id = $2;

-- name: pass_steps
update enrolment set steps_left = steps_left - $3, held_step = null where tenant = $1 and id = $2;

-- name: hold_step
update enrolment set held_step = $3 where tenant = $1 and id = $2;

-- name: change_chased
update enrolment set chased = $3 where tenant = $1 and id = $2;

-- name: change_owed
update enrolment set balance = $3, chased = $4 where tenant = $1 and id = $2;

-- name: end_enrolment
update enrolment
set outcome = $3, held_step = null,
    balance = case when $4 then 0 else balance end,
    chased = case when $4 then 0 else chased end
where tenant = $1 and id = $2;
