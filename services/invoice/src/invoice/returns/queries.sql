-- Reads are of the schema invoice, where the live build is shown.

-- name: receipts_called
-- Those that may have been taken back: of the end-to-end id, or the one that is named.
select id
from invoice.receipt
where creditor_id = $1
  and (($2::text is not null and end_to_end_id = $2) or ($3::text is not null and $3 in (id, external_id)))
order by value_date desc, id
limit 20;

-- name: list_returns
select id, source, external_id, creditor_id, currency, amount, value_date, reason, receipt_id, payment_ids,
       created_at, updated_at
from invoice.bank_return
{dates} join (select * from invoice.resource where category = 'bank_return') as dates using (tenant, id)
where {after}
  and ($4::text is null or creditor_id = $4)
  and ($5::text is null or currency = $5)
  and ($6::text is null or external_id = $6)
  and ($7::text is null or source = $7)
  and ($8::text is null or receipt_id = $8)
  and ($9::date is null or value_date >= $9)
  and ($10::date is null or value_date <= $10)
  and ($11::timestamptz is null or updated_at >= $11)
  and ($12::text[] is null or id = any($12))
  and ($13::text is null or (
        select true from invoice.words as w
        where w.category = 'bank_return' and w.id = bank_return.id and w.words like lower($13) limit 1))
order by {order}
limit $1;
