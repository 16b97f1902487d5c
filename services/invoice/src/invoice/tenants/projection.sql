-- Writes name no schema: they go into the build at hand.

-- name: open_tenant
insert into operated_tenant (tenant, id, name, requests_per_second, burst) values ($1, $2, $3, $4, $5);

-- name: limit_tenant
update operated_tenant set requests_per_second = $3, burst = $4 where tenant = $1 and id = $2;

-- name: move_tenant
update operated_tenant set state = $3, reason = $4 where tenant = $1 and id = $2;
