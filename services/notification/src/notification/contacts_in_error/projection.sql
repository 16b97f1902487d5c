-- Writes name no schema: they go into the build at hand.

-- name: find_in_error
-- What somebody has dealt with is dealt with, unless more of it was too much than then.
insert into contact_in_error (tenant, id, message_id, call_id, customer_id, creditor_id, person_id,
                              roles, channel, template, left_at, day, items, invoice_ids, booking_ids,
                              state, found_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'open', $16)
on conflict (tenant, id) do update
set items = excluded.items, invoice_ids = excluded.invoice_ids, booking_ids = excluded.booking_ids,
    found_at = excluded.found_at, reason = null,
    state = case
        when contact_in_error.state = 'resolved' and not exists (
            select 1
            from jsonb_array_elements(excluded.items) as now
            join jsonb_array_elements(contact_in_error.items) as known
                on now ->> 'receivable_id' = known ->> 'receivable_id'
            where (now -> 'right' ->> 'minor_units')::bigint < (known -> 'right' ->> 'minor_units')::bigint
        ) then 'resolved'
        else 'open'
    end;

-- name: withdraw_error
update contact_in_error set state = 'withdrawn', reason = $3, items = $4 where tenant = $1 and id = $2;

-- name: resolve_error
update contact_in_error set state = 'resolved', resolution = $3 where tenant = $1 and id = $2;
