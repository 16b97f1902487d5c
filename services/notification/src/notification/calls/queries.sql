-- Reads are of the schema notification, where the live build is shown.

-- name: list_calls
select id, customer_id, creditor_id, person_id, task_id, state, requested_at, until, rule, retry_at,
       outcome, called_at, conversation, created_at, updated_at
from notification.call
left join (select * from notification.resource where category = 'call') as dates using (tenant, id)
where ($2::timestamptz is null or (requested_at, id) < ($2, $3))
  and ($4::text is null or customer_id = $4)
  and ($5::text is null or invoice_ids @> array[$5])
  and ($6::text is null or person_id = $6)
  and ($7::text is null or state = $7)
  and ($8::text is null or task_id = $8)
  and ($9::text is null or creditor_id = $9)
  and ($10::timestamptz is null or updated_at >= $10)
order by requested_at desc, id desc
limit $1;
