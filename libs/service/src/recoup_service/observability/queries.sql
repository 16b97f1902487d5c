-- name: horizon
-- Events at or above the oldest running transaction are not released to readers yet.
select pg_snapshot_xmin(s)::text as oldest, pg_snapshot_xmin(s) < pg_snapshot_xmax(s) as held
from pg_current_snapshot() as s;

-- name: projections
select b.name, b.build, b.status, later.behind, later.oldest_at
from store.projection_build as b
cross join lateral (
    select count(*) as behind, min(f.at) as oldest_at
    from (
        select f.at from store.event as f where (f.gen, f.txid, f.pos) > (b.gen, b.txid, b.pos)
        order by f.gen, f.txid, f.pos limit 10000
    ) as f
) as later;

-- name: parked
select count(*) as messages, count(distinct (topic, key)) as keys, min(parked_at) as oldest_at,
       (select count(*) from (select from store.parked where reason = 'foreign' limit 1000) as f) as foreign,
       (select count(*) from (select from store.parked where reason = 'implausible' limit 1000) as i) as implausible,
       (select count(*) from (select from store.parked where reason = 'corrupt' limit 1000) as c) as corrupt
from (select topic, key, parked_at from store.parked
      where reason not in ('foreign', 'implausible', 'corrupt') order by seq limit 1000) as oldest;
