-- Reads are of the schema invoice, where the live build is shown.

-- name: list_creditors
select id, code, details, bank_accounts, books
from invoice.creditor
where ($2::text is null or code > $2)
  and ($3::text is null or code = $3)
  and ($4::text is null or strpos(lower(legal_name), lower($4)) > 0)
order by code
limit $1;
