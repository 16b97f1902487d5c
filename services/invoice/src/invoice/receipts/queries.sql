-- Reads are of the schema invoice, where the live build is shown.

-- name: invoices_numbered
-- The longest due come first, of each number at most a few: a number that more bear proves nothing.
select found.id, found.customer_id
from unnest($2::text[]) as written (digits)
cross join lateral (
    select i.id, i.customer_id
    from invoice.invoice as i
    where i.creditor_id = $1 and i.number_digits = written.digits
      and (i.balance <> 0 or i.continued_by is not null)
    order by i.due_date, i.id
    limit 10
) as found
order by found.id
limit 50;

-- name: list_receipts
select id, source, external_id, creditor_id, state, currency, amount, waiting, value_date, payer_name,
       payer_account, text, structured_reference, confidence, reason,
       created_at, updated_at
from invoice.receipt
{dates} join (select * from invoice.resource where category = 'receipt') as dates using (tenant, id)
where {after}
  and ($4::text is null or state = $4)
  and ($5::text is null or creditor_id = $5)
  and ($6::text is null or currency = $6)
  and ($7::text is null or external_id = $7)
  and ($8::text is null or source = $8)
  and ($9::date is null or value_date >= $9)
  and ($10::date is null or value_date <= $10)
  and ($11::timestamptz is null or updated_at >= $11)
  and ($12::text[] is null or id = any($12))
  and ($13::text is null or (
        select true from invoice.words as w
        where w.category = 'receipt' and w.id = receipt.id and w.words like lower($13) limit 1))
order by {order}
limit $1;

-- name: unidentified_cash
select creditor_id, currency, count(*) as receipts, sum(waiting) as amount, min(value_date) as oldest
from invoice.receipt
where state = 'review' and ($1::text is null or creditor_id = $1)
group by creditor_id, currency
order by creditor_id, currency;
