-- Reads are of the schema invoice, where the live build is shown.

-- name: list_tenants
select id, name, state, reason, requests_per_second, burst, created_at, updated_at
from invoice.operated_tenant
{dates} join (select * from invoice.resource where category = 'tenant') as dates using (tenant, id)
where {after}
  and ($4::text is null or state = $4)
  and ($5::timestamptz is null or updated_at >= $5)
  and ($6::text[] is null or id = any($6))
  and ($7::text is null or (
        select true from invoice.words as w
        where w.category = 'tenant' and w.id = operated_tenant.id and w.words like lower($7) limit 1))
order by {order}
limit $1;
