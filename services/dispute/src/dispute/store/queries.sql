-- Writes name no schema: they go into the build at hand. Reads are of the schema dispute, where
-- the live build is shown.

-- name: open_dispute
insert into board (tenant, id, customer_id, invoice_id, currency, amount, reason, statement,
                   opened_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: plan_review
update board set review_at = $3 where tenant = $1 and id = $2;

-- name: demand_review
update board set overdue = true where tenant = $1 and id = $2;

-- name: end_dispute
update board
set state = $3, why = $4, credit = $5, review_at = null, overdue = false
where tenant = $1 and id = $2;

-- name: list_disputes
select id, customer_id, invoice_id, currency, amount, reason, statement, state, review_at, overdue,
       credit, why, opened_at
from dispute.board
where ($2::timestamptz is null or (opened_at, id) > ($2, $3))
  and ($4::text is null or state = $4)
  and ($5::text is null or reason = $5)
  and ($6::text is null or customer_id = $6)
  and ($7::text is null or invoice_id = $7)
  and ($8::boolean is null or overdue = $8)
order by opened_at, id
limit $1;
