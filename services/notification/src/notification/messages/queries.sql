-- Reads are of the schema notification, where the live build is shown.

-- name: list_messages
select id, reminder_id, customer_id, creditor_id, person_id, channel, template, state, asked_at,
       attempts, sent_at, delivered_at, proof, reason, doubts as attempts_in_doubt, attached, lacking,
       (select count(*) from notification.reminder_item as item
        where item.reminder_id = message.reminder_id) as items,
       created_at, updated_at
from notification.message
{dates} join (select * from notification.resource where category = 'message') as dates using (tenant, id)
where {after}
  and ($4::text is null or customer_id = $4)
  and ($5::text is null
       or reminder_id in (select item.reminder_id from notification.reminder_item as item
                          where item.invoice_id = $5))
  and ($6::text is null or channel = $6)
  and ($7::text is null or state = $7)
  and ($8::text is null or person_id = $8)
  and ($9::text is null or creditor_id = $9)
  and ($10::boolean is null or (doubts > 0) = $10)
  and ($11::boolean is null or (lacking > 0) = $11)
  and ($12::timestamptz is null or updated_at >= $12)
order by {order}
limit $1;

-- name: latest_to_address
-- Whoever answers from an address answers this.
select id, customer_id, creditor_id, person_id
from notification.message
where address_hash = $1 and channel = $2 and person_id is not null
order by asked_at desc, id desc
limit 1;

-- name: count_messages
select channel, template, state, count(*) as messages
from notification.message
group by channel, template, state
order by channel, template, state;

-- name: list_refusals
select id, at, message_id, reminder_id, call_id, customer_id, creditor_id, person_id, channel, rule,
       rules_version, citation, inputs, retry_at, at as created_at, at as updated_at
from notification.refusal
where ($2::timestamptz is null or (at, id) < ($2, $3::uuid))
  and ($4::text is null or rule = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null
       or invoice_ids @> array[$6]
       or reminder_id in (select item.reminder_id from notification.reminder_item as item
                          where item.invoice_id = $6))
  and ($7::text is null or creditor_id = $7)
  and ($8::timestamptz is null or at >= $8)
order by at desc, id desc
limit $1;

-- name: count_refusals
select rule, count(*) as refusals, count(*) filter (where retry_at is null) as for_good
from notification.refusal
group by rule
order by rule;

-- name: list_waiting
select id, reminder_id, customer_id, creditor_id, person_id, channel, waits_for, since
from notification.waiting
where ($2::timestamptz is null or (since, id) > ($2, $3))
  and ($4::text is null or waits_for = $4)
order by since, id
limit $1;

-- name: count_waiting
-- Of all tenants, for those who operate the service.
select waits_for, count(id) as messages, min(since) as oldest_at
from unnest(array['customer', 'invoice', 'creditor']) as waits_for
left join notification.waiting using (waits_for)
group by waits_for;
