-- Reads are of the schema invoice, where the live build is shown.

-- name: list_imports
select id, created, announced_at, state, counts, reason, started_at, ended_at, created_at, updated_at
from invoice.import
left join (select * from invoice.resource where category = 'import') as dates using (tenant, id)
where ($2::timestamptz is null or (announced_at, id) < ($2, $3))
  and ($4::text is null or state = $4)
  and ($5::timestamptz is null or updated_at >= $5)
order by announced_at desc, id desc
limit $1;
