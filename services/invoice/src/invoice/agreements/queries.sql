-- Reads are of the schema invoice, where the live build is shown.

-- name: list_agreements
select id, recorded, created_at, updated_at
from invoice.agreement
left join (select * from invoice.resource where category = 'agreement') as dates using (tenant, id)
where ($2::text is null or id > $2)
  and ($3::text is null or creditor_id = $3)
  and ($4::text is null or customer_id = $4)
  and ($5::boolean is null or (customer_id is null) = $5)
  and ($6::timestamptz is null or updated_at >= $6)
order by id
limit $1;

-- name: list_acceptances
select id, accepted, created_at, updated_at
from invoice.acceptance
left join (select * from invoice.resource where category = 'acceptance') as dates using (tenant, id)
where ($2::text is null or id > $2)
  and ($3::text is null or agreement_id = $3)
  and ($4::text is null or customer_id = $4)
  and ($5::timestamptz is null or updated_at >= $5)
order by id
limit $1;
