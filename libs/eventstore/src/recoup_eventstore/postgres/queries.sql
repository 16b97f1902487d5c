-- name: begin_tenant
-- Row-level security lets the rest of the transaction see this tenant only.
select set_config('app.tenant', $1, true);

-- name: lock
select store.lock_first($1, $2);

-- name: lock_and_read
select f.tenant, f.account, f.category, f.stream, f.version, f.id, f.type, f.at, f.actor,
       f.correlation_id, f.causation_id, f.traceparent, f.data
from store.lock_and_read($1, $2, $3, $4) as f;

-- name: find
select f.tenant, f.account, f.category, f.stream, f.version, f.id, f.type, f.at, f.actor,
       f.correlation_id, f.causation_id, f.traceparent, f.data
from store.find($1, $2, $3) as f;

-- name: read
select f.tenant, f.account, f.category, f.stream, f.version, f.id, f.type, f.at, f.actor,
       f.correlation_id, f.causation_id, f.traceparent, f.data
from store.read($1, $2) as f;

-- name: write
select store.write($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: read_documents
select d.account, d.view, d.id, d.content
from store.document as d
join rows from (json_array_elements_text($2), json_array_elements_text($3), json_array_elements_text($4))
     as wanted (account, view, id)
  on d.account = wanted.account and d.view = wanted.view and d.id = wanted.id
where d.tenant = $1;

-- name: list_documents
-- Nothing sorts behind the last code point. Each account's come from the index, which ends with what is asked for.
select d.account, d.id, d.content
from unnest($2::text[]) as wanted (account),
     lateral (select f.account, f.id, f.content, f.place
              from store.document as f
              where f.tenant = $1 and f.account = wanted.account and f.view = $3
                and f.place >= $4 and f.place < $4 || chr(1114111)
              order by f.place, f.id collate "C"
              limit $5) as d
order by d.place, d.id collate "C"
limit $5;

-- name: take_timers
-- A timer that moved or went since it was seen is not returned: its moment is no longer wanted.
delete from store.timer as t
using unnest($2::int[], $3::text[], $4::text[], $5::timestamptz[]) as seen (place, stream, name, due_at)
where t.tenant = $1 and t.stream = seen.stream and t.name = seen.name and t.due_at = seen.due_at
returning seen.place;

-- name: moment
select coalesce(was_due_at, due_at) from store.timer where tenant = $1 and stream = $2 and name = $3;

-- name: recall
select owned, fingerprint, status, headers, body from store.recall($1, $2);

-- name: claim
-- Compare and set: the guard that makes a heard message count once, whatever Kafka redelivers. Whoever
-- loses has waited for the winner here, and finds nothing to update. What stood before the batch is
-- read from the snapshot of this same statement, so asking for it costs no round trip.
with claimed as (
    insert into store.consumer_offset as o (topic, partition, next_offset) values ($1, $2, $4)
    on conflict (topic, partition) do update set next_offset = excluded.next_offset
    where o.next_offset = $3
    returning true
), raised as (
    insert into store.consumer_watermark as w (topic, partition, slot, gen, txid, pos)
    select $1, $2, m.*
    from unnest($6::smallint[], $7::int[], $8::xid8[], $9::bigint[]) as m
    where exists (select from claimed)
    on conflict (topic, partition, slot)
    do update set gen = excluded.gen, txid = excluded.txid, pos = excluded.pos
    where (w.gen, w.txid, w.pos) < (excluded.gen, excluded.txid, excluded.pos)
)
select exists (select from claimed) as claimed,
       array(select (w.slot, w.gen, w.txid, w.pos) from store.consumer_watermark as w
             where w.topic = $1 and w.partition = $2 and w.slot = any($6)) as watermarks,
       array(select distinct p.key from store.parked as p
             where p.topic = $1 and p.key = any($5::bytea[])
               and p.reason not in ('foreign', 'implausible', 'corrupt')) as parked_keys,
       array(select (p.key, p.headers::text) from store.parked as p
             where p.topic = $1 and p.key = any($5::bytea[]) and p.reason = 'implausible') as implausible;

-- name: watermarks
select slot, gen, txid, pos from store.consumer_watermark
where topic = $1 and partition = $2 and slot = any($3::smallint[]);

-- name: raise_watermark
insert into store.consumer_watermark as w (topic, partition, slot, gen, txid, pos)
values ($1, $2, $3, $4, $5, $6)
on conflict (topic, partition, slot)
do update set gen = excluded.gen, txid = excluded.txid, pos = excluded.pos
where (w.gen, w.txid, w.pos) < (excluded.gen, excluded.txid, excluded.pos);

-- name: park
-- What a relay publishes again while it waits here is the same message, not another one.
insert into store.parked (topic, partition, "offset", key, tenant, type, headers, value, reason, detail, parked_at)
select $1, $2::int, $3::bigint, $4::bytea, $5, $6, $7::jsonb, $8::bytea, $9, $10, $11::timestamptz
where not exists (
    select from store.parked as p
    where p.key = $4 and p.topic = $1 and p.partition = $2 and p."offset" <> $3
      and p.headers = $7::jsonb and p.value is not distinct from $8)
on conflict (topic, partition, "offset") where kind = 'message'
do update set reason = excluded.reason, detail = excluded.detail, parked_at = excluded.parked_at;

-- name: park_work
-- A timer, an effect or an own event: there is one of them per stream.
insert into store.parked (topic, partition, "offset", key, tenant, type, headers, value, reason, detail, parked_at,
                          kind, account, category, stream)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (kind, topic, partition, tenant, stream) where kind <> 'message'
do update set reason = excluded.reason, detail = excluded.detail, parked_at = excluded.parked_at;

-- name: count_parked
select count(*) from store.parked
where topic = $1 and partition = $2 and reason not in ('foreign', 'implausible', 'corrupt');

-- name: parked
select * from store.parked_message where topic = $1 and key = $2 order by seq;

-- name: unpark
delete from store.parked where seq = any($1::bigint[]);

-- name: note
insert into store.parked_history
       (seq, topic, partition, "offset", key, tenant, type, action, actor, reason, at, outcome, headers, value, kind)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: list_parked
select *
from store.parked_message as p
where seq > $1
  and ($3::text is null or topic = $3)
  and ($4::text is null or tenant = $4)
  and ($5::text is null or reason = $5)
  and ($6::text is null or type = $6)
  and (not $7 or reason in ('foreign', 'implausible', 'corrupt') or not exists (
      select from store.parked as e where e.topic = p.topic and e.key = p.key and e.seq < p.seq
      and e.reason not in ('foreign', 'implausible', 'corrupt')))
order by seq
limit $2;

-- name: find_parked
select * from store.parked_message where seq = $1;

-- name: interventions
select * from store.parked_history
where id > $1 and ($3::bigint is null or seq = $3)
order by id
limit $2;

-- name: feed
select f.gen, f.txid, f.pos, f.tenant, f.account, f.category, f.stream, f.version, f.id, f.type,
       f.at, f.actor, f.correlation_id, f.causation_id, f.traceparent, f.data
from store.event as f, store.horizon as h
where (f.gen, f.txid, f.pos) > ($1, $2::xid8, $3) and (f.gen, f.txid) < (h.gen, h.txid)
order by f.gen, f.txid, f.pos
limit $4;

-- name: head
select gen, txid, pos from store.event order by gen desc, txid desc, pos desc limit 1;

-- name: take_claims
-- Session locks: they end with the connection, so a dead holder's effects are free at once.
-- A row that the limit cuts off is not locked: the rows come from the list one by one.
select n from unnest($1::text[]) as n where pg_try_advisory_lock(hashtextextended(n, 2)) limit $2::int;

-- name: release_some_claims
select pg_advisory_unlock(hashtextextended(n, 2)) from unnest($1::text[]) as n;

-- name: release_claims
select pg_advisory_unlock_all();

-- name: due
select t.tenant, t.account, t.category, t.stream, t.name, t.due_at
from store.timer as t
where t.due_at <= $1 and t.category || '.' || t.name = any($2::text[])
  and not exists (
      select from store.parked as p
      where p.kind in ('timer', 'effect') and p.topic = t.category || '.' || t.name
        and p.tenant = t.tenant and p.stream = t.stream)
  and not exists (select from store.tenant_at_rest as r where r.tenant = t.tenant)
order by t.due_at, t.stream, t.name
limit $3;

-- name: next_due
-- What was set aside counts again as soon as its tenant goes on, though it is brought back a moment later.
select min(due_at) from (
    (select t.due_at
     from store.timer as t
     where t.due_at < 'infinity'
       and not exists (
           select from store.parked as p
           where p.kind in ('timer', 'effect') and p.topic = t.category || '.' || t.name
             and p.tenant = t.tenant and p.stream = t.stream)
       and not exists (select from store.tenant_at_rest as r where r.tenant = t.tenant)
     order by t.due_at
     limit 1)
    union all
    select t.was_due_at from store.timer as t
    where t.was_due_at is not null and not exists (select from store.tenant_at_rest as r where r.tenant = t.tenant)
) as soonest (due_at);

-- name: set_timers_aside
with due as (
    select t.tenant, t.stream, t.name from store.tenant_at_rest as r join store.timer as t using (tenant)
    where t.due_at <= $1 limit $2 for update of t skip locked
), aside as (
    update store.timer as t set was_due_at = t.due_at, due_at = 'infinity' from due as d
    where t.tenant = d.tenant and t.stream = d.stream and t.name = d.name
    returning true
)
select count(*) from aside;

-- name: bring_timers_back
with waiting as (
    select t.tenant, t.stream, t.name from store.timer as t
    where t.was_due_at is not null and not exists (select from store.tenant_at_rest as r where r.tenant = t.tenant)
    limit $1 for update of t skip locked
), back as (
    update store.timer as t set due_at = t.was_due_at from waiting as w
    where t.tenant = w.tenant and t.stream = w.stream and t.name = w.name
    returning true
)
select count(*) from back;

-- name: offset
select next_offset from store.consumer_offset where topic = $1 and partition = $2;

-- name: expire_responses
delete from store.response where expires_at < $1;
