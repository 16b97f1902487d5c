-- name: builds
select name, build, shape, status, gen, txid, pos
from store.projection_build
where name = $1
order by build

-- name: begin_build
insert into store.projection_build (name, build, shape, status) values ($1, $2, $3, $4);

-- name: move_build
update store.projection_build set gen = $6, txid = $7::xid8, pos = $8
where name = $1 and build = $2 and (gen, txid, pos) = ($3, $4::xid8, $5);

-- name: write_to
-- What is written without a schema goes to this build, until the transaction ends.
select set_config('search_path', $1 || ', pg_temp', true);

-- name: plan_by
-- Until the transaction ends, or something else is said.
select set_config('plan_cache_mode', $1, true);

-- name: tables
select tablename from pg_tables where schemaname = $1 order by tablename;

-- name: unbuilt
select s.name from unnest($1::text[], $2::text[]) as s (name, shape)
where not exists (
    select from store.projection_build as b
    where b.name = s.name and b.shape = s.shape and b.status <> 'building'
);

-- name: sum
select count(*) as rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as checksum
from {table} as t;

-- name: own_rebuild
-- One rebuild of a read model at a time; the right ends with its connection.
select pg_try_advisory_lock(hashtextextended('rebuild ' || $1, 3));

-- name: set_status
update store.projection_build set status = $3 where name = $1 and build = $2;

-- name: held_accounts
-- An event of theirs is parked, and later ones wait behind it.
select tenant, account from store.parked where kind = 'event' and topic = $1 and partition = $2;

-- name: touch
-- A page may begin in the midst of a stream, whose first event was applied before.
insert into resource (tenant, category, id, created_at, updated_at)
select $1, * from unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
on conflict (tenant, category, id) do update set updated_at = excluded.updated_at;

-- name: describe
-- All metadata of things, as they are from now on.
with described as (
    select category, id, metadata::jsonb as pairs
    from unnest($2::text[], $3::text[], $4::text[]) as d (category, id, metadata)
), removed as (
    delete from metadata as m using described as d
    where m.tenant = $1 and m.category = d.category and m.id = d.id and not d.pairs ? m.key
)
insert into metadata (tenant, category, id, key, value)
select $1, category, id, key, value from described, jsonb_each_text(pairs) as pair (key, value)
on conflict (tenant, category, id, key) do update set value = excluded.value;

-- name: events_of_account
select f.gen, f.txid, f.pos, f.tenant, f.account, f.category, f.stream, f.version, f.id, f.type,
       f.at, f.actor, f.correlation_id, f.causation_id, f.traceparent, f.data
from store.event as f
where f.tenant = $1 and f.account = $2 and f.pos >= $3 and (f.gen, f.txid, f.pos) <= ($4, $5::xid8, $6)
  and (f.type = any($7::text[]) or f.category = any($8::text[]))
order by f.gen, f.txid, f.pos;

-- name: forget_parked_events
delete from store.parked where kind = 'event' and topic = $1 and partition = $2;

-- name: end_build
delete from store.projection_build where name = $1 and build = $2;

-- name: patience
-- Readers wait behind whoever waits for them, so that must not be long.
select set_config('lock_timeout', '500ms', true);

-- name: count_events
select count(*) from store.event as f where (f.gen, f.txid, f.pos) <= ($1, $2::xid8, $3);

-- name: page
-- One statement, so that the horizon and the rows share a snapshot. The last event is always given:
-- it says how far the page goes.
with page as materialized (
    select f.*
    from store.event as f, store.horizon as h
    where (f.gen, f.txid, f.pos) > ($1, $2::xid8, $3) and (f.gen, f.txid) < (h.gen, h.txid)
      and (f.gen, f.txid, f.pos) <= ($4, $5::xid8, $6)
    order by f.gen, f.txid, f.pos
    limit $7
), last as materialized (
    select gen, txid, pos, (select count(*) from page) as seen
    from page
    order by gen desc, txid desc, pos desc
    limit 1
)
select f.gen, f.txid, f.pos, f.tenant, f.account, f.category, f.stream, f.version, f.id, f.type,
       f.at, f.actor, f.correlation_id, f.causation_id, f.traceparent, f.data,
       last.seen, last.gen as end_gen, last.txid as end_txid, last.pos as end_pos
from last left join page as f on f.type = any($8::text[]) or f.category = any($9::text[])
order by f.gen, f.txid, f.pos;
