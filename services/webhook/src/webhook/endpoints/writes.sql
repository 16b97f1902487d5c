-- Secrets are rows: what is recorded as an event could never be sealed anew, or forgotten.

-- name: keep_secret
insert into outgoing.secret (tenant, endpoint_id, id, signature, key_id, sealed, created_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: end_secrets
update outgoing.secret set ends_at = least(ends_at, $4)
where tenant = $1 and endpoint_id = $2 and id <> $3;

-- name: forget_secrets
delete from outgoing.secret where tenant = $1 and endpoint_id = $2;
