-- Reads are of the schema payment_plan, where the live build is shown.

-- name: list_plans
select id, agreed, schedule, remaining, missed, state, reason, replaced_by, agreed_at, suspended_since, suspended_by,
       suspensions, breaches, broken_by, created_at, updated_at,
       (select jsonb_object_agg(key, value) from payment_plan.metadata as m
        where m.category = 'plan' and m.id = board.id) as metadata
from payment_plan.board
{dates} join (select * from payment_plan.resource where category = 'plan') as dates using (tenant, id)
where {after}
  and ($4::text is null or state = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or invoice_ids @> array[$6])
  and ($7::timestamptz is null or updated_at >= $7)
  and ($8::text[] is null or id in (
        select m.id
        from payment_plan.metadata as m join unnest($8, $9::text[]) as wanted (key, value)
             using (key, value)
        where m.category = 'plan'
        group by m.id
        having count(*) = cardinality($8)))
  and ($10::text is null or creditor_id = $10)
order by {order}
limit $1;

-- name: promises_kept
-- Of what fell due, and was not credited before: an instalment that was neither paid nor missed was of a plan that had ended before.
select creditor_id, currency, date_trunc('month', due_on)::date as month, count(*) as fell_due,
       count(*) filter (where paid_on <= due_on) as kept, sum(amount) as amount_due,
       coalesce(sum(amount) filter (where paid_on <= due_on), 0) as amount_kept
from payment_plan.promise
where due_on between $1 and $2 and due_on < $3
  and amount > 0 and (paid_on is not null or missed)
  and ($4::text is null or creditor_id = $4)
  and ($5::text is null or currency = $5)
group by creditor_id, currency, month
order by creditor_id, currency, month;
