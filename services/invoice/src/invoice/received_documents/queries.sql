-- Reads are of the schema invoice, where the live build is shown.

-- name: list_documents
select id, state, file::text as file, content_type, reason, created_at, updated_at
from invoice.document
{dates} join (select * from invoice.resource where category = 'document') as dates using (tenant, id)
where {after}
  and ($4::text is null or customer_id = $4)
  and ($5::text is null or invoice_id = $5)
  and ($6::text is null or dispute_id = $6)
  and ($7::text is null or kind = $7)
  and ($8::text is null or state = $8)
  and ($9::timestamptz is null or updated_at >= $9)
order by {order}
limit $1;
