-- name: find_key
select id, tenant, name, secret_sha256, scopes, env, created_at, expires_at, revoked_at
from service.api_key
where id = $1;

-- name: note_use
update service.api_key set last_used_at = $2
where id = $1 and (last_used_at is null or last_used_at < $2);

-- name: issue_key
insert into service.api_key (id, tenant, name, secret_sha256, scopes, env, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: revoke_key
update service.api_key set revoked_at = coalesce(revoked_at, $2) where id = $1;
