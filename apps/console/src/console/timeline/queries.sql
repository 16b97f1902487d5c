-- Reads are of the schema console, where the live build is shown, and of the events.

-- name: timeline
select l.place, l.kind, e.tenant, e.account, e.category, e.stream, e.version, e.id, e.type, e.at, e.actor,
       e.correlation_id, e.causation_id, e.traceparent, e.data
from console.line as l
join store.event as e using (tenant, stream, version)
where l.customer_id = $1
  and ($2::text[] is null or l.kind = any($2))
  and ($3::timestamptz is null or (l.at, l.place) < ($3, $4::bigint))
  and ($5::text is null or l.invoices @> array[$5])
order by l.at desc, l.place desc
limit $6;

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
where l.customer_id = $1 and l.at < $2 and e.type = any($3::text[]) and ($4::text is null or l.invoices @> array[$4])
order by l.place
limit $5;

-- name: first_day
select min(at) from console.line where customer_id = $1;

-- name: kinds
select kind, count(*) as number from console.line where customer_id = $1 group by kind order by kind;

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
