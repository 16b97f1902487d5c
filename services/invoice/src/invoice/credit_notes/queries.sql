-- Reads are of the schema invoice, where the live build is shown.

-- name: list_credit_notes
select id, external_id, number, customer_id, creditor_id, dispute_id, state, currency, amount, tax, unapplied,
       issue_date, reason,
       created_at, updated_at
from invoice.credit_note
left join (select * from invoice.resource where category = 'credit_note') as dates using (tenant, id)
where ($2::date is null or (issue_date, id) < ($2, $3))
  and ($4::text is null or external_id = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or state = $6)
  and ($7::text is null or currency = $7)
  and ($8::text is null or number = $8)
  and ($9::text is null or creditor_id = $9)
  and ($10::timestamptz is null or updated_at >= $10)
order by issue_date desc, id desc
limit $1;
