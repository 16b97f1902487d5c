-- Writes name no schema: they go into the build at hand.

-- name: request_call
insert into call (tenant, id, customer_id, creditor_id, person_id, task_id, invoice_ids,
                  requested_at, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'unasked');

-- name: receive_call
insert into call (tenant, id, customer_id, creditor_id, person_id, invoice_ids, requested_at, state,
                  outcome, called_at, conversation)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'reached', $9, true);

-- name: permit_call
update call set state = $3, until = $4 where tenant = $1 and id = $2;

-- name: refuse_call
update call set state = $3, rule = $4, retry_at = $5 where tenant = $1 and id = $2;

-- name: make_call
update call
set state = $3, outcome = $4, called_at = $5, conversation = $6
where tenant = $1 and id = $2;

-- name: give_call_up
update call set state = $3 where tenant = $1 and id = $2;

-- name: list_refusal
insert into refusal (tenant, id, at, call_id, invoice_ids, customer_id, creditor_id, person_id,
                     channel, rule, rules_version, citation, inputs, retry_at)
select $1, $2, $3, $4, call.invoice_ids, $5, $6, $7, 'call', $8, $9, $10, $11, $12
from call where call.tenant = $1 and call.id = $4;
