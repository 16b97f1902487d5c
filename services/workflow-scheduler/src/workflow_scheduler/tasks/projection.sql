-- Writes name no schema: they go into the build at hand.

-- name: create_task
insert into task (tenant, id, enrolment_id, invoice_id, receivable_id, customer_id, script,
                  created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: complete_task
update task
set state = 'completed', disposition = $3, call_id = $4, completed_at = $5
where tenant = $1 and id = $2;

-- name: close_task
update task
set state = 'closed', closing_reason = $3, closed_at = $4
where tenant = $1 and id = $2;
