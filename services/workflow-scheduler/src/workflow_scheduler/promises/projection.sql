-- Writes name no schema: they go into the build at hand.

-- name: make_promise
insert into promise (tenant, id, customer_id, creditor_id, currency, promised, made_on, due_on,
                     last_day, given_by, made_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: add_slices
insert into promise_slice (tenant, promise_id, invoice_id, receivable_id)
select $1, $2, slice.invoice_id, slice.receivable_id
from unnest($3::text[], $4::text[]) as slice (invoice_id, receivable_id);

-- name: count_money
update promise
set paid = paid + $3
where tenant = $1 and id = $2;

-- name: reduce_promise
update promise
set promised = promised - $3
where tenant = $1 and id = $2;

-- name: end_promise
update promise
set state = $3, kept_on = $4, withdrawn = $5
where tenant = $1 and id = $2;
