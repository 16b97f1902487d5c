-- Reads are of the schema invoice, where the live build is shown, and of the events.

-- name: timeline
select h.position, h.kind, e.tenant, e.account, e.category, e.stream, e.version, e.id, e.type, e.at, e.actor,
       e.correlation_id, e.causation_id, e.traceparent, e.data
from invoice.happening as h
join store.event as e using (tenant, stream, version)
where h.customer_id = $1
  and ($2::text[] is null or h.kind = any($2))
  and ($3::bigint is null or h.position < $3)
order by h.position desc
limit $4;

-- name: names
-- What people call them.
select id, number as name from invoice.invoice where id = any($1::text[])
union all
select id, external_id from invoice.payment where id = any($1)
union all
select id, number from invoice.credit_note where id = any($1)
union all
select id, name from invoice.customer where id = any($1);
