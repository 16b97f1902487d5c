-- Reads of one tenant's past, and what simulations keep.

-- name: accounts
select account from past.received where account > $1 group by account order by account limit $2;

-- name: count_accounts
select count(distinct account) from past.received;

-- name: received_of
select gen, txid::text::bigint as txid, pos, account, category, stream, version, id, type, at, actor,
       correlation_id, causation_id, traceparent, data, received_at
from past.received
where account = any($1)
order by account, gen, txid, pos;

-- name: recorded_of
select gen, txid::text::bigint as txid, pos, account, category, stream, version, id, type, at, actor,
       correlation_id, causation_id, traceparent, data::text as data, at as received_at
from store.event
where account = any($1)
order by account, gen, txid, pos;

-- name: workflow_ids
select id from workflow_scheduler.workflow;

-- name: drop_rows
delete from past.row where simulation_id = $1 and part = $2;

-- name: keep_rows
insert into past.row (tenant, simulation_id, part, n, body)
select $1, $2, $3, n, body from unnest($4::text[]) with ordinality as r (body, n);

-- name: keep_part
insert into past.part (tenant, simulation_id, part, result) values ($1, $2, $3, $4)
on conflict (tenant, simulation_id, part) do update set result = excluded.result;

-- name: parts
select part, result from past.part where simulation_id = $1 and part > $2 order by part limit $3;

-- name: rows
select part, n, body from past.row
where simulation_id = $1 and (part, n) > ($2, $3)
order by part, n
limit $4;
