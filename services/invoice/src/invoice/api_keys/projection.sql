-- Writes name no schema: they go into the build at hand.

-- name: issue_api_key
insert into api_key (tenant, id, name, scopes, env, expires_at, requests_per_second, burst, agency_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: limit_api_key
update api_key set requests_per_second = $3, burst = $4 where tenant = $1 and id = $2;

-- name: replace_api_key
update api_key set replaced_by = $3, expires_at = $4 where tenant = $1 and id = $2;

-- name: revoke_api_key
update api_key set reason = $3 where tenant = $1 and id = $2;
