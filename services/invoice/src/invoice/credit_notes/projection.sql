-- Writes name no schema: they go into the build at hand.

-- name: issue_credit_note
insert into credit_note (tenant, id, customer_id, creditor_id, external_id, number, dispute_id,
                         state, currency, amount, tax, unapplied, issue_date, reason, source)
values ($1, $2, $3, $4, $5, $6, $7, 'issued', $8, $9, $10, $9, $11, $12, $13);

-- name: allocate_credit_note
update credit_note set unapplied = $3 where tenant = $1 and id = $2;

-- name: cancel_credit_note
update credit_note set state = 'cancelled', unapplied = 0 where tenant = $1 and id = $2;
