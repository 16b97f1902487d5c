-- Writes name no schema: they go into the build at hand.

-- name: receive_reply
insert into reply (tenant, id, customer_id, creditor_id, person_id, channel, message_id, meaning, files,
                   received_at, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: handle_reply
update reply set state = $3 where tenant = $1 and id = $2;
