-- Reads are of the schema invoice, where the live build is shown.

-- name: receipts_called
-- Those that may have been taken back: of the end-to-end id, or the one that is named.
select id
from invoice.receipt
where creditor_id = $1
  and (($2::text is not null and end_to_end_id = $2) or ($3::text is not null and $3 in (id, external_id)))
order by value_date desc, id
limit 20;
