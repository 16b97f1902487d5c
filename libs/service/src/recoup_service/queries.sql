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

-- name: horizon
-- Facts at or above the oldest running transaction are not released to readers yet.
select pg_snapshot_xmin(s)::text as oldest, pg_snapshot_xmin(s) < pg_snapshot_xmax(s) as held
from pg_current_snapshot() as s;

-- name: projections
select o.name, (select count(*) from (
    select from store.fact as f where (f.gen, f.txid, f.pos) > (o.gen, o.txid, o.pos) limit 10000
) as later) as behind
from store.projection_build as o
where o.status = 'live';

-- name: parked
select count(*) from (select from store.parked limit 1000) as counted;
