-- Reads are of the schema invoice, where the live build is shown.

-- name: waiting_receipts
-- Few wait; of these, what may name the remittance, or has its payer and its amount.
select id
from invoice.receipt
where state = 'review' and creditor_id = $1
  and (position(lower($2::text) in lower(concat_ws(' ', text, structured_reference, end_to_end_id))) > 0
       or (currency = $3 and waiting = $4) or lower(payer_name) = lower($5::text))
order by value_date desc, id desc
limit 100;

-- name: booked_already
select id
from invoice.payment
where creditor_id = $1 and state = 'received' and source <> 'agency'
  and position(lower($2::text) in lower(reference)) > 0
  and currency = $3 and amount = $4
  and value_date >= $5
order by value_date desc, id desc
limit 5;
