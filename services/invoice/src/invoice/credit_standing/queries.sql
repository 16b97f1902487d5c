-- Reads are of the schema invoice, where the live build is shown.

-- name: list_credits
select id, credit, severity, created_at, updated_at
from invoice.credit
left join (select * from invoice.resource where category = 'credit') as dates using (tenant, id)
where ($2::int is null or (severity, id) > ($2, $3))
  and ($4::text is null or standing = $4)
  and ($5::text is null or creditor_id = $5)
  and ($6::text is null or customer_id = $6)
  and ($7::timestamptz is null or updated_at >= $7)
  and ($8::text[] is null or customer_id = any($8))
  and ($9::text is null or (
        select true from invoice.words as w
        where w.category = 'customer' and w.id = customer_id and w.words like lower($9) limit 1))
order by severity, id
limit $1;

-- name: list_decisions
select id, decided, decided_at, created_at, updated_at
from invoice.credit_decision
left join (select * from invoice.resource where category = 'credit_decision') as dates using (tenant, id)
where ($2::timestamptz is null or (decided_at, id) < ($2, $3))
  and ($4::text is null or answer = $4)
  and ($5::text is null or creditor_id = $5)
  and ($6::text is null or customer_id = $6)
  and ($7::text is null or reference = $7)
  and ($8::timestamptz is null or updated_at >= $8)
order by decided_at desc, id desc
limit $1;

-- name: customers
select id from invoice.customer where id > $1 order by id limit $2;
