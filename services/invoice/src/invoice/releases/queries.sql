-- Reads are of the schema invoice, where the live build is shown.

-- name: to_be_released
select customer_id, id
from invoice.invoice
where chase = 'on_release' and creditor_id = $1 and (customer_id, id) > ($2, $3)
order by customer_id, id
limit $4;
