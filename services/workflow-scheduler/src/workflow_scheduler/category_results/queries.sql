-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: report_categories
with moved as (
    select category, currency, to_char(at at time zone 'UTC', 'YYYY-MM') as month, kind, customer_id, amount,
           outcome, days
    from workflow_scheduler.category_result
    where at >= $1::date and at < $2::date + 1 and ($3::text is null or category = $3)
), ended as (
    select category, currency, month, jsonb_object_agg(outcome, many) as outcomes
    from (select category, currency, month, outcome, count(*) as many
          from moved where kind = 'ended' group by 1, 2, 3, 4) as each_outcome
    group by 1, 2, 3
)
select category, currency, month, count(distinct customer_id) as customers,
       coalesce(sum(amount) filter (where kind = 'owed'), 0)      as owed,
       coalesce(sum(amount) filter (where kind = 'recovered'), 0) as recovered,
       round(avg(days) filter (where outcome = 'paid'), 1)::text  as days_to_pay,
       coalesce((select outcomes from ended
                 where (ended.category, ended.currency, ended.month)
                     = (moved.category, moved.currency, moved.month)), '{}') as outcomes
from moved
group by category, currency, month
order by month, category, currency;
