-- Reads are of the schema notification, where the live build is shown.

-- name: line_by_digest
select customer_id, sequence from notification.contact_line where digest = $1;

-- name: list_lines
select customer_id, sequence, digest, line, evidence, salt
from notification.contact_line
where ($2::text is null or (customer_id, sequence) > ($2, $3::int))
  and ($4::text is null or customer_id = $4)
order by customer_id, sequence
limit $1;

-- name: list_heads
select customer_id, sequence, digest
from notification.contact_head
where $1::text is null or customer_id = $1
order by customer_id;
