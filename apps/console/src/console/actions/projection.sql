-- Writes name no schema: they go into the build at hand.

-- name: request_action
insert into action (tenant, id, customer_id, actor, method, path, at, place)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: answer_action
update action set http_status = $3, code = $4 where tenant = $1 and id = $2;
