-- Writes name no schema: they go into the build at hand.

-- name: start_attempt
insert into payment_attempt (tenant, id, customer_id, started) values ($1, $2, $3, $4);

-- name: move_attempt
update payment_attempt
set state = $3, expected_on = coalesce($4, expected_on), payment_id = coalesce($5, payment_id), reason = $6
where tenant = $1 and id = $2;
