-- Reads are of the schema invoice, where the live build is shown.

-- name: list_creditors
select id, code, details, bank_accounts, books,
       created_at, updated_at
from invoice.creditor
left join (select * from invoice.resource where category = 'creditor') as dates using (tenant, id)
where ($2::text is null or code > $2)
  and ($3::text is null or code = $3)
  and ($4::text is null or strpos(lower(legal_name), lower($4)) > 0)
  and ($5::timestamptz is null or updated_at >= $5)
order by code
limit $1;
