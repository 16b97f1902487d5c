-- Reads are of the schema invoice, where the live build is shown.

-- name: list_postings
-- Those that wait come first, and within each group the oldest.
select id, created, state, export, document, refusal, settlement, position,
       created_at, updated_at
from invoice.posting
left join (select * from invoice.resource where category = 'posting') as dates using (tenant, id)
where ($2::boolean is null or (state <> 'pending', position) > ($2, $3))
  and ($4::text is null or state = $4)
  and ($5::text is null or creditor_id = $5)
  and ($6::text is null or kind = $6)
  and ($7::date is null or posting_date >= $7)
  and ($8::date is null or posting_date <= $8)
  and ($9::text is null or export = $9)
  and ($10::text is null or customer_id = $10)
  and ($11::timestamptz is null or updated_at >= $11)
order by state <> 'pending', position
limit $1;

-- name: accounts_of_postings
select id, customer_id from invoice.posting where id = any($1);
