-- Writes name no schema: they go into the build at hand.

-- name: create_endpoint
insert into endpoint (tenant, id, external_id, url, wanted, signature) values ($1, $2, $3, $4, $5, $6);

-- name: change_endpoint
update endpoint set url = $3, wanted = $4 where tenant = $1 and id = $2;

-- name: sign_otherwise
update endpoint set signature = $3 where tenant = $1 and id = $2;

-- name: change_state
update endpoint set state = $3, reason = $4, detail = $5, failing_since = $6 where tenant = $1 and id = $2;
