-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_rounds
select id, customer_id, creditor_id, planned_for, state, items, reminders
from workflow_scheduler.contact_round
where ($2::timestamptz is null or (planned_for, id) < ($2, $3))
  and ($4::text is null or customer_id = $4)
  and ($5::text is null or state = $5)
order by planned_for desc, id desc
limit $1;
