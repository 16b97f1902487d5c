-- Writes name no schema: they go into the build at hand.

-- name: allocate
-- Of money that pays for another customer nobody says what it would have paid.
insert into automatic_allocation as known
    (tenant, payment_id, receivable_id, invoice_id, customer_id, value_date, booked_at, amount)
select $1, $2, $3, $4, $5, $6, $7::timestamptz, $8::numeric
where $9::boolean
on conflict (tenant, payment_id, receivable_id) do update set amount = known.amount + excluded.amount;

-- name: take_off
update automatic_allocation
set amount = greatest(amount - $4::numeric, 0)
where tenant = $1 and payment_id = $2 and receivable_id = $3;
