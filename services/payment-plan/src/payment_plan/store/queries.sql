-- Writes name no schema: they go into the build at hand. Reads are of the schema payment_plan, where
-- the live build is shown.

-- name: agree_plan
insert into board (tenant, id, customer_id, invoice_ids, agreed, remaining, agreed_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: set_remaining
update board set remaining = $3 where tenant = $1 and id = $2;

-- name: miss_instalment
update board set missed = missed || $3::date where tenant = $1 and id = $2;

-- name: end_plan
update board set state = $3, why = $4 where tenant = $1 and id = $2;

-- name: list_plans
select id, agreed, remaining, missed, state, why, agreed_at
from payment_plan.board
where ($2::timestamptz is null or (agreed_at, id) < ($2, $3))
  and ($4::text is null or state = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or invoice_ids @> array[$6])
order by agreed_at desc, id desc
limit $1;
