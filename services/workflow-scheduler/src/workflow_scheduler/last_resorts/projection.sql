-- Writes name no schema: they go into the build at hand.

-- name: propose_last_resort
insert into last_resort (tenant, id, customer_id, creditor_id, enrolment_id, invoice_id, receivable_id, choice,
                         currency, amount, deadline_on, proposed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: decide_last_resort
update last_resort set state = $3 where tenant = $1 and id = $2;
