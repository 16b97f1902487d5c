-- Writes name no schema: they go into the build at hand.

-- name: create_schedule
insert into report_schedule (tenant, id, external_id, wish, next_at) values ($1, $2, $3, $4, $5);

-- name: change_schedule
update report_schedule set wish = $3, next_at = $4 where tenant = $1 and id = $2;

-- name: move_schedule
update report_schedule set state = $3, next_at = $4 where tenant = $1 and id = $2;

-- name: turn_schedule
update report_schedule set next_at = $3 where tenant = $1 and id = $2;

-- name: start_run
insert into report_run (tenant, id, schedule_id, started, due_at) values ($1, $2, $3, $4, $5);

-- name: end_run
update report_run set state = $3, ended = $4 where tenant = $1 and id = $2;
