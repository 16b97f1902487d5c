-- Reads are of the schema console, where the live build is shown, and of the events.

-- name: timeline
select l.place, l.kind, e.tenant, e.account, e.category, e.stream, e.version, e.id, e.type, e.at, e.actor,
       e.correlation_id, e.causation_id, e.traceparent, e.data
from console.line as l
join store.event as e using (tenant, stream, version)
where l.customer_id = $1 and ($2::timestamptz is null or (l.at, l.place) < ($2, $3::bigint))
order by l.at desc, l.place desc
limit $4;

-- name: timeline_of_kinds
-- Of each kind as many as are shown, by an index, however long ago they were.
select l.place, l.kind, e.tenant, e.account, e.category, e.stream, e.version, e.id, e.type, e.at, e.actor,
       e.correlation_id, e.causation_id, e.traceparent, e.data
from unnest($5::text[]) as k (kind)
cross join lateral (
    select * from console.line as one
    where one.customer_id = $1 and one.kind = k.kind
      and ($2::timestamptz is null or (one.at, one.place) < ($2, $3::bigint))
    order by one.at desc, one.place desc
    limit $4
) as l
join store.event as e using (tenant, stream, version)
order by l.at desc, l.place desc
limit $4;

-- name: timeline_of_invoice
select l.place, l.kind, e.tenant, e.account, e.category, e.stream, e.version, e.id, e.type, e.at, e.actor,
       e.correlation_id, e.causation_id, e.traceparent, e.data
from console.line as l
join store.event as e using (tenant, stream, version)
where l.customer_id = $1
  and l.place = any(array(select i.place from console.line_of_invoice as i where i.invoice_id = $5))
  and ($2::timestamptz is null or (l.at, l.place) < ($2, $3::bigint))
order by l.at desc, l.place desc
limit $4;

-- name: latest
select l.place, l.kind, e.tenant, e.account, e.category, e.stream, e.version, e.id, e.type, e.at, e.actor,
       e.correlation_id, e.causation_id, e.traceparent, e.data
from console.line as l
join store.event as e using (tenant, stream, version)
where l.place > $1
order by l.place desc
limit $2;

-- name: of_day
-- Of all customers, the latest first.
select l.place, l.kind, e.tenant, e.account, e.category, e.stream, e.version, e.id, e.type, e.at, e.actor,
       e.correlation_id, e.causation_id, e.traceparent, e.data
from console.line as l
join store.event as e using (tenant, stream, version)
where l.at >= $1 and l.at < $2
order by l.at desc, l.place desc
limit $3;

-- name: one_line
select l.place, l.kind, e.tenant, e.account, e.category, e.stream, e.version, e.id, e.type, e.at, e.actor,
       e.correlation_id, e.causation_id, e.traceparent, e.data
from console.line as l
join store.event as e using (tenant, stream, version)
where l.customer_id = $1 and l.place = $2;

-- name: recorded_until
select e.tenant, e.account, e.category, e.stream, e.version, e.id, e.type, e.at, e.actor,
       e.correlation_id, e.causation_id, e.traceparent, e.data
from console.line as l
join store.event as e using (tenant, stream, version)
where l.customer_id = $1 and l.at < $2 and e.type = any($3::text[])
order by l.place
limit $4;

-- name: recorded_until_of_invoice
select e.tenant, e.account, e.category, e.stream, e.version, e.id, e.type, e.at, e.actor,
       e.correlation_id, e.causation_id, e.traceparent, e.data
from console.line as l
join store.event as e using (tenant, stream, version)
where l.customer_id = $1
  and l.place = any(array(select i.place from console.line_of_invoice as i where i.invoice_id = $5))
  and l.at < $2 and e.type = any($3::text[])
order by l.place
limit $4;

-- name: first_day
select min(at) from console.line where customer_id = $1;

-- name: kinds
select kind, number from console.line_count where customer_id = $1 order by kind;

-- name: names
-- What people call them.
select id, number as name from console.invoice where id = any($1::text[])
union all
select id, name from console.customer where id = any($1)
union all
select id, name from console.creditor where id = any($1);

-- name: counts
select kind, detail, currency, sum(number)::bigint as number, sum(amount)::bigint as amount
from console.hour_count
where hour >= $1 and hour < $2
group by kind, detail, currency
order by number desc;

-- name: by_day
select (date_trunc('day', hour at time zone $3))::date as day, detail, currency,
       sum(number)::bigint as number, sum(amount)::bigint as amount
from console.hour_count
where hour >= $1 and hour < $2 and kind = $4
group by 1, 2, 3
order by 1;
