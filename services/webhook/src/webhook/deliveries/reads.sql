-- What lists show of one tenant.

-- name: list_deliveries
-- The index is read from either end.
select event_id, type, customer_id, state, reason, attempts, due_at, queued_at, ended_at, gen,
       txid::text::bigint as txid, pos
from outgoing.delivery
where tenant = $2 and endpoint_id = $3
  and ($4::bigint is null or (gen, txid, pos) {beyond} ($4, greatest($5::bigint, 0)::text::xid8, $6::bigint))
  and ($7::text is null or state = $7)
order by gen {way}, outgoing.delivery.txid {way}, pos {way}
limit $1;

-- name: list_attempts
select a.id, a.event_id, a.type, a.number, a.at, a.outcome, a.status, a.milliseconds, a.detail, a.url, a.payload,
       a.request_headers, a.response_headers, a.response_body,
       coalesce((select d.body from outgoing.delivery as d
                 where d.tenant = a.tenant and d.endpoint_id = a.endpoint_id and d.event_id = a.event_id),
                (select e.body from feed.event as e where e.tenant = a.tenant and e.id = a.event_id)) as body
from outgoing.attempt as a
where a.tenant = $2 and a.endpoint_id = $3 and ($4::bigint is null or a.id < $4)
  and ($5::uuid is null or a.event_id = $5) and ($6::text is null or a.outcome = $6)
order by a.id desc
limit $1;
