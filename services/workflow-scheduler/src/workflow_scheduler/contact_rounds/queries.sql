-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_rounds
select id, customer_id, creditor_id, planned_for, state, items, reminders,
       created_at, updated_at
from workflow_scheduler.contact_round
left join (select * from workflow_scheduler.resource where category = 'contact_round') as dates using (tenant, id)
where ($2::timestamptz is null or (planned_for, id) < ($2, $3))
  and ($4::text is null or customer_id = $4)
  and ($5::text is null or state = $5)
  and ($6::timestamptz is null or updated_at >= $6)
  and ($7::text is null or creditor_id = $7)
order by planned_for desc, id desc
limit $1;
