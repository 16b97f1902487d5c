-- Writes name no schema: they go into the build at hand.

-- name: create_task
insert into task (tenant, id, enrolment_id, invoice_id, customer_id, script,
                  created_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: complete_task
update task
set disposition = $3, completed_at = $4
where tenant = $1 and id = $2;
