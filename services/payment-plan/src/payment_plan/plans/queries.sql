-- Reads are of the schema payment_plan, where the live build is shown.

-- name: list_plans
select id, agreed, remaining, missed, state, reason, agreed_at
from payment_plan.board
where ($2::timestamptz is null or (agreed_at, id) < ($2, $3))
  and ($4::text is null or state = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or invoice_ids @> array[$6])
order by agreed_at desc, id desc
limit $1;
