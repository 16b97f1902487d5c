-- Reads are of the schema notification, where the live build is shown.

-- name: list_in_error
-- What was right after all is shown only to whoever asks for it.
select id, message_id, call_id, customer_id, creditor_id, person_id, roles, channel, template, left_at,
       day, items, state, found_at, reason, resolution, created_at, updated_at
from notification.contact_in_error
left join (select * from notification.resource where category = 'contact') as dates using (tenant, id)
where ($2::timestamptz is null or (left_at, id) < ($2, $3))
  and ($4::text is null or customer_id = $4)
  and ($5::text is null or invoice_ids @> array[$5])
  and ($6::text is null or booking_ids @> array[$6])
  and ($7::text is null or channel = $7)
  and ($8::text is null or state = $8)
  and ($8::text is not null or $12::timestamptz is not null or state <> 'withdrawn')
  and ($9::date is null or day >= $9)
  and ($10::date is null or day <= $10)
  and ($11::text is null or creditor_id = $11)
  and ($12::timestamptz is null or updated_at >= $12)
order by left_at desc, id desc
limit $1;
