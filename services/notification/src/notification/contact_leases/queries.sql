-- Reads are of the schema notification, where the live build is shown.

-- name: contact_history
select at, id, kind, channel, person_id, template, state, invoice_ids
from (
    select asked_at as at, id, 'message' as kind, channel, person_id, template, state,
           (select coalesce(array_agg(distinct item.invoice_id), '{}')
            from notification.reminder_item as item
            where item.reminder_id = message.reminder_id) as invoice_ids
    from notification.message
    where customer_id = $4 and creditor_id = $5
    union all
    select coalesce(called_at, requested_at), id, 'call', 'call', person_id, null,
           coalesce(outcome, state), invoice_ids
    from notification.call
    where customer_id = $4 and creditor_id = $5
) as contact
where $2::timestamptz is null or (at, id) < ($2, $3)
order by at desc, id desc
limit $1;
