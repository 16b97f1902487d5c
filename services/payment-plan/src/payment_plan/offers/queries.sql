-- Reads are of the schema payment_plan, where the live build is shown.

-- name: list_offers
select id, referred, made, accepted, state, reason, superseded_by, made_at, created_at, updated_at
from payment_plan.offer
{dates} join (select * from payment_plan.resource where category = 'plan_offer') as dates using (tenant, id)
where {after}
  and ($4::text is null or state = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or invoice_ids @> array[$6])
  and ($7::timestamptz is null or updated_at >= $7)
  and ($8::text is null or creditor_id = $8)
  and ($9::text is null or asked_by = $9)
order by {order}
limit $1;
