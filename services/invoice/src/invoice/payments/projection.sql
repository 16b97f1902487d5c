-- Writes name no schema: they go into the build at hand.

-- name: receive_payment
insert into payment (tenant, id, customer_id, creditor_id, external_id, state, currency, amount,
                     unapplied, method, value_date, reference, source)
values ($1, $2, $3, $4, $5, 'received', $6, $7, $7, $8, $9, $10, $11);

-- name: allocate_payment
update payment set unapplied = $3, ambiguous = $4 where tenant = $1 and id = $2;

-- name: move_payment
update payment set unapplied = $3 where tenant = $1 and id = $2;

-- name: reserve_payment
update payment set reserved = $3 where tenant = $1 and id = $2;

-- name: refund_payment
update payment set unapplied = $3, refunded = refunded + $4 where tenant = $1 and id = $2;

-- name: reverse_payment
-- What had been refunded is owed by the customer now.
update payment set state = 'reversed', unapplied = -refunded, ambiguous = false
where tenant = $1 and id = $2;
