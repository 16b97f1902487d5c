-- Writes name no schema: they go into the build at hand.

-- name: issue_invoice
insert into invoice (tenant, id, customer_id, creditor_id, external_id, number, purchase_order, state,
                     currency, total, balance, issue_date, due_date, time_zone,
                     chase, chase_from, source)
values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $9, $10, $11, $12, $13, $14, $15);

-- name: change_chase
update invoice set chase = $3, chase_from = $4 where tenant = $1 and id = $2;

-- name: amend_invoice
-- One that is overdue by the new due date as well says so in an event of its own.
update invoice
set number = $3, purchase_order = $4, due_date = $5, time_zone = $6,
    state = case when state = 'overdue' and (due_date, time_zone) <> ($5, $6) then 'open'
                 else state end
where tenant = $1 and id = $2;

-- name: adjust_invoice
update invoice set total = $3, balance = $4 where tenant = $1 and id = $2;

-- name: credit_invoice
update invoice set credited = credited + $3, balance = $4 where tenant = $1 and id = $2;

-- name: pay_invoice
update invoice set paid = paid + $3, balance = $4 where tenant = $1 and id = $2;

-- name: write_off_invoice
update invoice set written_off = written_off + $3, balance = $4, state = coalesce($5, state)
where tenant = $1 and id = $2;

-- name: set_invoice_state
update invoice set state = $3 where tenant = $1 and id = $2;

-- name: cancel_invoice
update invoice set state = 'cancelled', balance = 0 where tenant = $1 and id = $2;
