-- Reads are of the schema console, where the live build is shown.

-- name: list_actions
select a.id, a.place, a.customer_id, a.actor, a.method, a.path, a.http_status, a.code, d.created_at, d.updated_at
from console.action as a
join console.resource as d on d.category = 'action' and d.id = a.id
where ($2::bigint is null or a.place < $2)
  and ($3::text is null or a.actor = $3)
  and ($4::text is null or a.customer_id = $4)
  and ($5::timestamptz is null or d.updated_at >= $5)
order by a.place desc
limit $1;
