-- The looks at deliveries and attempts, and all that whoever sends writes about them.

-- name: where_looked
select gen, txid, pos from outgoing.looked for update skip locked;

-- name: next_events
select e.gen, e.txid, e.pos, e.tenant, e.id, e.type, e.customer_id, e.creditor_id, e.agency_id
from feed.event as e, store.horizon as h
where (e.gen, e.txid, e.pos) > ($1, $2::xid8, $3) and (e.gen, e.txid) < (h.gen, h.txid)
order by e.gen, e.txid, e.pos
limit $4;

-- name: enabled_endpoints
select tenant, id, content from store.document
where view = 'endpoint' and tenant = any($1) and content->>'state' = 'enabled';

-- name: queue
insert into outgoing.delivery (tenant, endpoint_id, event_id, gen, txid, pos, type, customer_id, due_at, queued_at)
select d.*, $10 from unnest($1::text[], $2::text[], $3::uuid[], $4::int[], $5::xid8[], $6::bigint[], $7::text[],
                            $8::text[], $9::timestamptz[]) as d
on conflict (tenant, endpoint_id, event_id) do nothing;

-- name: line_up
select outgoing.line_up($1, $2, $3, $4);

-- name: lock_line
select pg_advisory_xact_lock(hashtextextended($1, 3));

-- name: looked
update outgoing.looked set gen = $1, txid = $2::xid8, pos = $3;

-- name: claim
-- Endpoint by endpoint, so that however much waits for one, the others' turn comes. Those without room are
-- not looked at; a row is held by whoever updates it first.
with recursive waiting (endpoint_id) as (
    (select d.endpoint_id from outgoing.delivery as d
     where d.state = 'waiting' and d.due_at is not null order by d.endpoint_id limit 1)
    union all
    select (select d.endpoint_id from outgoing.delivery as d
            where d.state = 'waiting' and d.due_at is not null and d.endpoint_id > w.endpoint_id
            order by d.endpoint_id limit 1)
    from waiting as w where w.endpoint_id is not null
), due as (
    select d.tenant, d.endpoint_id, d.event_id
    from waiting as w
    left join unnest($2::text[], $3::int[]) as busy (endpoint_id, room) on busy.endpoint_id = w.endpoint_id
    cross join lateral (
        select d.tenant, d.endpoint_id, d.event_id, row_number() over (order by d.due_at, d.gen, d.txid, d.pos) as nth
        from (select * from outgoing.delivery as d
              where d.endpoint_id = w.endpoint_id and d.state = 'waiting' and d.due_at <= $1
                and (d.held_until is null or d.held_until < clock_timestamp())
              order by d.due_at
              limit $4) as d
    ) as d
    where w.endpoint_id is not null and d.nth <= coalesce(busy.room, $4)
    order by d.nth
    limit $6
)
update outgoing.delivery as d
set held_until = clock_timestamp() + $5::interval
from due
where d.tenant = due.tenant and d.endpoint_id = due.endpoint_id and d.event_id = due.event_id
  and d.state = 'waiting' and (d.held_until is null or d.held_until < clock_timestamp())
returning d.tenant, d.endpoint_id, d.event_id, d.type, d.customer_id, d.tries, d.attempts, d.queued_at,
          d.gen, d.txid, d.pos, d.body as own_body,
          (select e.body from feed.event as e where e.tenant = d.tenant and e.id = d.event_id) as body;

-- name: endpoints
select d.id, d.content from unnest($1::text[], $2::text[]) as w (tenant, id)
join store.document as d on d.tenant = w.tenant and d.account = w.id and d.view = 'endpoint' and d.id = w.id;

-- name: secrets
select s.tenant, s.endpoint_id, s.id, s.signature, s.key_id, s.sealed, s.created_at, s.ends_at
from unnest($1::text[], $2::text[]) as w (tenant, id)
join outgoing.secret as s on s.tenant = w.tenant and s.endpoint_id = w.id
where s.ends_at is null or s.ends_at > $3
order by s.created_at desc, s.id;

-- name: finish
update outgoing.delivery as d
set state = f.state, reason = f.reason, tries = f.tries, attempts = d.attempts + f.attempts, due_at = f.due_at,
    ended_at = f.ended_at, held_until = null
from unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::int[], $8::timestamptz[],
            $9::timestamptz[]) as f (tenant, endpoint_id, event_id, state, reason, tries, attempts, due_at, ended_at)
where d.tenant = f.tenant and d.endpoint_id = f.endpoint_id and d.event_id = f.event_id and d.state = 'waiting';

-- name: note_attempts
insert into outgoing.attempt (tenant, endpoint_id, event_id, type, number, at, outcome, status, milliseconds, detail,
                              url, payload, request_headers, response_headers, response_body)
select * from unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::int[], $6::timestamptz[], $7::text[],
                     $8::int[], $9::int[], $10::text[], $11::text[], $12::text[], $13::json[], $14::json[], $15::text[]);

-- name: health
select endpoint_id, failing_since, last_failure_at from outgoing.health as h
where (tenant, endpoint_id) in (select * from unnest($1::text[], $2::text[])) for update;

-- name: note_health
insert into outgoing.health as h (tenant, endpoint_id, failing_since, last_failure_at, last_success_at)
select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[])
on conflict (tenant, endpoint_id) do update
set failing_since = excluded.failing_since,
    last_failure_at = coalesce(excluded.last_failure_at, h.last_failure_at),
    last_success_at = coalesce(excluded.last_success_at, h.last_success_at);

-- name: next_due
-- Of those that are held by nobody.
select min(due_at) from outgoing.delivery
where state = 'waiting' and due_at is not null and (held_until is null or held_until < clock_timestamp());

-- name: unlooked
select e.received_at from feed.event as e, outgoing.looked as l
where (e.gen, e.txid, e.pos) > (l.gen, l.txid, l.pos)
order by e.gen, e.txid, e.pos limit 1;

-- name: overview
-- What waits behind an earlier event of its customer waits for that.
select count(*) as waiting, min(queued_at) filter (where tries = 0 and due_at is not null) as oldest_at
from outgoing.delivery where state = 'waiting';

-- name: disabled
select count(*) from store.document where view = 'endpoint' and content->>'state' = 'disabled';

-- name: forget_deliveries
with gone as (
    delete from outgoing.delivery where (tenant, endpoint_id, event_id) in (
        select tenant, endpoint_id, event_id from outgoing.delivery where queued_at < $1 order by queued_at limit $2)
    returning true
)
select count(*) from gone;

-- name: forget_attempts
with gone as (
    delete from outgoing.attempt where id in (
        select id from (select id, at from outgoing.attempt order by id limit $2) as oldest where at < $1)
    returning true
)
select count(*) from gone;
