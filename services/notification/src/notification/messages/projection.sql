-- Writes name no schema: they go into the build at hand.

-- name: ask_message
insert into message (tenant, id, reminder_id, customer_id, creditor_id, person_id, channel,
                     template, state, asked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: list_items
insert into reminder_item (tenant, reminder_id, receivable_id, invoice_id, amount, currency)
select $1, $2, item ->> 'receivable_id', item ->> 'invoice_id', (item -> 'amount' ->> 'minor_units')::bigint,
       item -> 'amount' ->> 'currency'
from jsonb_array_elements($3::jsonb) as item
on conflict do nothing;

-- name: set_state
update message set state = $3 where tenant = $1 and id = $2;

-- name: address_message
update message set address_hash = $3 where tenant = $1 and id = $2;

-- name: attach_files
update message set attached = $3, lacking = $4 where tenant = $1 and id = $2;

-- name: begin_attempt
-- An attempt that was still under way has no outcome, and never will have one.
update message set state = $3, attempts = $4, doubts = doubts + (state = 'sending')::int
where tenant = $1 and id = $2;

-- name: put_off
update message set state = $3, reason = $4, doubts = doubts + ($5::boolean)::int
where tenant = $1 and id = $2;

-- name: refuse_message
update message set state = $3, doubts = doubts + (state = 'sending')::int
where tenant = $1 and id = $2;

-- name: set_state_and_reason
update message set state = $3, reason = $4 where tenant = $1 and id = $2;

-- name: send_message
update message set state = $3, sent_at = $4 where tenant = $1 and id = $2;

-- name: deliver_message
update message set state = $3, delivered_at = $4, proof = $5 where tenant = $1 and id = $2;

-- name: return_message
-- What was taken for delivered came back after all.
update message set state = $3, reason = $4, delivered_at = null, proof = null
where tenant = $1 and id = $2;

-- name: refuse_contact
insert into refusal (tenant, id, at, message_id, reminder_id, customer_id, creditor_id, person_id,
                     channel, rule, rules_version, citation, inputs, retry_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: wait_for_customer
insert into waiting (tenant, id, reminder_id, customer_id, creditor_id, channel, waits_for, since)
values ($1, $2, $2, $3, $4, $5, 'customer', $6);

-- name: wait
-- It has waited since it first did, whatever it waits for by now.
insert into waiting (tenant, id, reminder_id, customer_id, creditor_id, person_id, channel, waits_for, since)
select tenant, id, reminder_id, customer_id, creditor_id, person_id, channel, $3, $4
from message where tenant = $1 and id = $2
on conflict (tenant, id) do update set waits_for = excluded.waits_for;

-- name: wait_no_more
delete from waiting where tenant = $1 and id = $2;
