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
select b.name, b.build, b.status, later.behind, later.oldest_at
from store.projection_build as b
cross join lateral (
    select count(*) as behind, min(f.at) as oldest_at
    from (
        select f.at from store.fact as f where (f.gen, f.txid, f.pos) > (b.gen, b.txid, b.pos)
        order by f.gen, f.txid, f.pos limit 10000
    ) as f
) as later;

-- name: parked
select count(*) as messages, count(distinct (topic, key)) as keys, min(parked_at) as oldest_at
from (select topic, key, parked_at from store.parked order by seq limit 1000) as oldest;
