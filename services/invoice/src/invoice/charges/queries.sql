-- Reads are of the schema invoice, where the live build is shown.

-- name: list_charges
select charge.id, charge.assessed, document.number, document.state, document.total, document.written_off,
       document.balance, document.currency, document.issue_date, created_at, updated_at
from invoice.charge as charge
join invoice.invoice as document using (tenant, id)
left join (select * from invoice.resource where category = 'invoice') as dates using (tenant, id)
where ($2::date is null or (document.issue_date, charge.id) < ($2, $3))
  and ($4::text is null or document.customer_id = $4)
  and ($5::text is null or charge.caused_by = $5)
  and ($6::text is null or charge.kind = $6)
  and ($7::text is null or document.state = $7)
  and ($8::text is null or document.creditor_id = $8)
  and ($9::timestamptz is null or updated_at >= $9)
  and ($10::text[] is null or charge.id = any($10))
  and ($11::text is null or (
        select true from invoice.words as w
        where w.category = 'invoice' and w.id = charge.id and w.words like lower($11) limit 1))
order by document.issue_date desc, charge.id desc
limit $1;
