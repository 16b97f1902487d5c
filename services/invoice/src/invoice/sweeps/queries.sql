-- Reads are of the schema invoice, where the live build is shown.

-- name: small_balances
select customer_id, id
from invoice.invoice
where creditor_id = $1 and currency = $2 and balance > 0 and balance <= $3 and not charge
  and due_date <= ($4::timestamptz at time zone time_zone)::date - $5::int
  and (customer_id, id) > ($6, $7)
order by customer_id, id
limit $8;

-- name: small_balances_together
select count(*) as invoices, coalesce(sum(balance), 0) as total
from invoice.invoice
where creditor_id = $1 and currency = $2 and balance > 0 and balance <= $3 and not charge
  and due_date <= ($4::timestamptz at time zone time_zone)::date - $5::int;
