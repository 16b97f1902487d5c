-- Reads are of the schema invoice, where the live build is shown.

-- name: list_imports
select id, created, announced_at, state, counts, reason, started_at, ended_at, created_at, updated_at
from invoice.import
{dates} join (select * from invoice.resource where category = 'import') as dates using (tenant, id)
where {after}
  and ($4::text is null or state = $4)
  and ($5::timestamptz is null or updated_at >= $5)
order by {order}
limit $1;
