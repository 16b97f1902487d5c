-- What is asked for about deliveries, written with the decision that asks.

-- name: give_up
update outgoing.delivery set state = 'failed', reason = $3, due_at = null, ended_at = $4
where tenant = $1 and endpoint_id = $2 and state = 'waiting';

-- name: well_again
update outgoing.health set failing_since = null where tenant = $1 and endpoint_id = $2;

-- name: at_once
update outgoing.delivery set due_at = $3
where tenant = $1 and endpoint_id = $2 and state = 'waiting' and due_at is null;

-- name: line_up_all
select outgoing.line_up($1, $2, array(select distinct customer_id from outgoing.delivery
                                      where tenant = $1 and endpoint_id = $2 and state = 'waiting'), $3);

-- name: again
-- Deliveries that stand, asked for anew: those that failed, or all, of these types, since then.
update outgoing.delivery set state = 'waiting', reason = null, tries = 0, due_at = $3, ended_at = null
where tenant = $1 and endpoint_id = $2 and queued_at >= $4 and (state = any($5))
  and ($6::uuid is null or event_id = $6);

-- name: missing
-- Events that were never meant for it, or are no more: from the feed, as it is filtered now.
insert into outgoing.delivery (tenant, endpoint_id, event_id, gen, txid, pos, type, customer_id, due_at, queued_at)
select e.tenant, $2, e.id, e.gen, e.txid, e.pos, e.type, coalesce(e.customer_id, ''), $3, $3
from feed.event as e, outgoing.looked as l
where e.tenant = $1 and e.received_at >= $4 and e.type = any($5) and (e.gen, e.txid, e.pos) <= (l.gen, l.txid, l.pos)
  and (cardinality($6::text[]) = 0 or e.customer_id = any($6))
  and (cardinality($7::text[]) = 0 or e.creditor_id is null or e.creditor_id = any($7))
  and ($8::uuid is null or e.id = $8)
  and ($9::text is null or e.agency_id = $9)
on conflict (tenant, endpoint_id, event_id) do nothing;

-- name: test
insert into outgoing.delivery (tenant, endpoint_id, event_id, gen, txid, pos, type, due_at, queued_at, body)
select $1, $2, $3, g.gen, pg_current_xact_id(), 0, $4, $5, $5, $6 from store.generation as g;
