-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_categories
select customer_id as id, c.category, overridden, since, unorganized, going_out_of_business, angry,
       created_at, updated_at
from workflow_scheduler.customer_category as c
left join (select * from workflow_scheduler.resource where category = 'customer') as dates
     on dates.tenant = c.tenant and dates.id = c.customer_id
where ($2::timestamptz is null or (since, customer_id) < ($2, $3))
  and ($4::text is null or c.category = $4)
  and ($5::boolean is null or overridden = $5)
  and ($6::timestamptz is null or updated_at >= $6)
order by since desc, customer_id desc
limit $1;
