-- Reads of one tenant's events, below the oldest running transaction: nothing can still appear behind.

-- name: page
select e.gen, e.txid, e.pos, e.body
from feed.event as e, store.horizon as h
where e.tenant = $1 and (e.gen, e.txid, e.pos) > ($2, $3::xid8, $4) and (e.gen, e.txid) < (h.gen, h.txid)
order by e.gen, e.txid, e.pos
limit $5;

-- name: page_of_customer
select e.gen, e.txid, e.pos, e.body
from feed.event as e, store.horizon as h
where e.tenant = $1 and e.customer_id = $6
  and (e.gen, e.txid, e.pos) > ($2, $3::xid8, $4) and (e.gen, e.txid) < (h.gen, h.txid)
  and ($7::text[] is null or e.type = any($7))
order by e.gen, e.txid, e.pos
limit $5;

-- name: looked_through
-- How far one request looks for types that may be rare: the place of the last of so many events.
select e.gen, e.txid, e.pos
from (select e.gen, e.txid, e.pos
      from feed.event as e, store.horizon as h
      where e.tenant = $1 and (e.gen, e.txid, e.pos) > ($2, $3::xid8, $4)
        and (e.gen, e.txid) < (h.gen, h.txid)
      order by e.gen, e.txid, e.pos
      limit $5) as e
order by e.gen desc, e.txid desc, e.pos desc
limit 1;

-- name: page_of_types
select e.gen, e.txid, e.pos, e.body
from feed.event as e
where e.tenant = $1 and (e.gen, e.txid, e.pos) > ($2, $3::xid8, $4)
  and (e.gen, e.txid, e.pos) <= ($6, $7::xid8, $8) and e.type = any($9)
order by e.gen, e.txid, e.pos
limit $5;

-- name: latest
select e.gen, e.txid, e.pos
from feed.event as e, store.horizon as h
where e.tenant = $1 and (e.gen, e.txid) < (h.gen, h.txid)
order by e.gen desc, e.txid desc, e.pos desc
limit 1;

-- name: forgotten
select gen, txid, pos from feed.forgotten
where tenant = $1 and (gen, txid, pos) > ($2, $3::xid8, $4);

-- name: find
select body from feed.event where tenant = $1 and id = $2;

-- name: arrived
-- Of those who wait, the ones for whom there is something now.
select w.nth
from unnest($1::text[], $2::int[], $3::xid8[], $4::bigint[]) with ordinality
     as w (tenant, gen, txid, pos, nth),
     store.horizon as h
where exists (select from feed.event as e
              where e.tenant = w.tenant and (e.gen, e.txid, e.pos) > (w.gen, w.txid, w.pos)
                and (e.gen, e.txid) < (h.gen, h.txid));

-- name: forget
-- The oldest stand first, so looking in vain is one cheap trip.
with oldest as (
    select e.tenant, e.id, e.gen, e.txid, e.pos
    from (select * from feed.event order by gen, txid, pos limit $2) as e
    where e.received_at < $1
), gone as (
    delete from feed.event as e using oldest as o where e.tenant = o.tenant and e.id = o.id
    returning e.tenant, e.gen, e.txid, e.pos
), noted as (
    insert into feed.forgotten as f (tenant, gen, txid, pos)
    select distinct on (tenant) tenant, gen, txid, pos from gone
    order by tenant, gen desc, txid desc, pos desc
    on conflict (tenant) do update set gen = excluded.gen, txid = excluded.txid, pos = excluded.pos
)
select count(*) from gone;
