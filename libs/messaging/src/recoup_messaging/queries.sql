-- name: lease
-- Keeps the slots this worker has, takes those nobody has, and takes from each worker what it has
-- beyond its fair share; a new epoch tells the former owner so. Safe without asking it, because
-- readers drop by watermark what two workers publish.
with seen as (
    select slot, epoch, owner, lease_until > now() as live,
           row_number() over (partition by owner, lease_until > now() order by slot) as nth
    from store.relay_slot
), share as (
    select ceil(count(*)::numeric / (1 + count(distinct owner) filter (where live and owner <> $1)))
           as fair
    from seen
), wanted as (
    select seen.slot, seen.epoch
    from seen, share
    where seen.owner is distinct from $1 and (not seen.live or seen.nth > share.fair)
    order by seen.live, seen.slot
    limit (select greatest(0, share.fair - (select count(*) from seen where owner = $1)) from share)
), taken as (
    select s.slot, s.epoch
    from store.relay_slot as s join wanted as w on s.slot = w.slot and s.epoch = w.epoch
    order by s.slot
    for update of s skip locked
), mine as (
    select slot, epoch, 0 as step from seen where owner = $1
    union all
    select slot, epoch, 1 from taken
)
update store.relay_slot as s
set owner = $1, lease_until = now() + $2::interval, epoch = s.epoch + mine.step
from mine
where s.slot = mine.slot and s.epoch = mine.epoch;

-- name: read
-- All slots that this worker holds in one statement, so that looking in vain is one cheap trip and the
-- horizon and the rows share a snapshot. The limit is a literal so that the plan is made for it. A lateral
-- limit leaves no plan but a nested loop, so each slot's rows come as its own subquery has ordered them;
-- ordering them once more would take as long as finding them.
with horizon as materialized (select * from store.horizon)
select s.slot, s.epoch, f.gen, f.txid, f.pos, f.tenant, f.account, f.category, f.stream, f.version,
       f.id, f.type, f.at, f.actor, f.correlation_id, f.causation_id, f.traceparent, f.data
from store.relay_slot as s
cross join horizon as h
cross join lateral (
    select *
    from store.event as f
    where f.slot = s.slot and f.public and (f.gen, f.txid, f.pos) > (s.gen, s.txid, s.pos)
      and (f.gen, f.txid) < (h.gen, h.txid)
    order by f.gen, f.txid, f.pos
    limit 128
) as f
where s.owner = $1 and s.lease_until > now();

-- name: advance
-- Whoever took a slot over has raised its epoch; the loser's cursor does not move. Neither does one
-- that another process of the same name has carried further.
update store.relay_slot as s
set gen = p.gen, txid = p.txid, pos = p.pos
from unnest($1::smallint[], $2::bigint[], $3::int[], $4::xid8[], $5::bigint[])
     as p (slot, epoch, gen, txid, pos)
where s.slot = p.slot and s.epoch = p.epoch and (s.gen, s.txid, s.pos) < (p.gen, p.txid, p.pos);

-- name: backlog
select coalesce(sum(f.count), 0) as events, min(f.oldest_at) as oldest_at
from store.relay_slot as s
cross join lateral (
    select count(*), min(f.at) as oldest_at
    from store.event as f
    where f.slot = s.slot and f.public and (f.gen, f.txid, f.pos) > (s.gen, s.txid, s.pos)
) as f;

-- name: release
update store.relay_slot set owner = null, lease_until = '-infinity', epoch = epoch + 1
where owner = $1;

-- name: history
-- What everybody may know, whoever holds the slots and however far it is published.
select f.slot, 0 as epoch, f.gen, f.txid, f.pos, f.tenant, f.account, f.category, f.stream,
       f.version, f.id, f.type, f.at, f.actor, f.correlation_id, f.causation_id, f.traceparent, f.data
from store.event as f, store.horizon as h
where f.public and (f.gen, f.txid, f.pos) > ($1, $2::xid8, $3) and (f.gen, f.txid) < (h.gen, h.txid)
order by f.gen, f.txid, f.pos
limit $4;

-- name: relaying
select count(*) from store.relay_slot where lease_until > now();

-- name: rewind
-- Whatever was published is published again; listeners drop by watermark what they know.
update store.relay_slot
set owner = null, lease_until = '-infinity', epoch = epoch + 1, gen = 0, txid = '0', pos = 0;

-- name: forget_offsets
-- Where a topic begins is asked of Kafka again; what was heard stays known by its watermarks.
delete from store.consumer_offset where topic = any($1::text[]);

-- name: received_already
select count(*) from store.consumer_offset where topic = any($1::text[]) and next_offset > 0;

-- name: known_topic
-- Locked, so that of two processes that find a new topic one begins anew.
select id from store.topic where topic = $1 for update;

-- name: note_topic
insert into store.topic (topic, id) values ($1, $2) on conflict (topic) do update set id = excluded.id;

-- name: publish_anew
-- A higher epoch makes what is being published just now void; everything is published again, and
-- listeners drop by watermark what they know.
update store.relay_slot set epoch = epoch + 1, gen = 0, txid = '0', pos = 0;

-- name: read_anew
-- Whoever is at an old offset loses its claim, and reads this one.
update store.consumer_offset set next_offset = 0 where topic = $1;
