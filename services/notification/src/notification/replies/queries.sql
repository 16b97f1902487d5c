-- Reads are of the schema notification, where the live build is shown.

-- name: list_replies
select id, customer_id, creditor_id, person_id, channel, message_id, meaning, files, received_at, state,
       created_at, updated_at
from notification.reply
left join (select * from notification.resource where category = 'reply') as dates using (tenant, id)
where ($2::timestamptz is null or (received_at, id) < ($2, $3))
  and ($4::text is null or customer_id = $4)
  and ($5::text is null or message_id = $5)
  and ($6::text is null or meaning = $6)
  and ($7::text is null or state = $7)
  and ($8::text is null or channel = $8)
  and ($9::text is null or creditor_id = $9)
  and ($10::timestamptz is null or updated_at >= $10)
order by received_at desc, id desc
limit $1;
