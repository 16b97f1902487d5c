-- Reads are of the schema invoice, where the live build is shown.

-- name: list_attempts
select id, started, state, expected_on, payment_id, reason, created_at, updated_at
from invoice.payment_attempt
{dates} join (select * from invoice.resource where category = 'payment_attempt') as dates using (tenant, id)
where {after}
  and ($4::text is null or customer_id = $4)
  and ($5::text is null or state = $5)
  and ($6::timestamptz is null or updated_at >= $6)
order by {order}
limit $1;
