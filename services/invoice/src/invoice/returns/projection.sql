-- Writes name no schema: they go into the build at hand.

-- name: record_return
insert into bank_return (tenant, id, creditor_id, source, external_id, currency, amount, value_date, reason,
                         receipt_id, payment_ids)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
