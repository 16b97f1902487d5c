-- Reads are of the schema invoice, where the live build is shown.

-- name: list_links
select id, customer_id, creditor_id, person_id, purpose, expires_at, opened_at, reason, created_at, updated_at
from invoice.portal_link
{dates} join (select * from invoice.resource where category = 'portal_link') as dates using (tenant, id)
where {after}
  and ($4::text is null or customer_id = $4)
  and ($5::timestamptz is null or updated_at >= $5)
order by {order}
limit $1;
