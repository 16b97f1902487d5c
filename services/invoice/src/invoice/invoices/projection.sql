-- Writes name no schema: they go into the build at hand.

-- name: issue_invoice
insert into invoice (tenant, id, customer_id, creditor_id, external_id, number, purchase_order, state,
                     currency, total, balance, issue_date, due_date, time_zone,
                     chase, chase_from, source, continues, charge,
                     payment_reference)
values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $9, $10, $11, $12, $13, $14, $15, $16::text[], $17, $18);

-- name: enter_terms
insert into term (tenant, invoice_id, id, due_date, amount, balance)
select $1, $2, t.id, t.due_date, t.amount, t.amount
from unnest($3::text[], $4::date[], $5::numeric[]) as t (id, due_date, amount);

-- name: change_chase
update invoice set chase = $3, chase_from = $4 where tenant = $1 and id = $2;

-- name: move_terms
-- One that is overdue by its new due date as well says so in an event of its own.
update term
set due_date = new.due_date,
    overdue = overdue and term.due_date = new.due_date and i.time_zone = $5
from unnest($3::text[], $4::date[]) as new (id, due_date), invoice as i
where term.tenant = $1 and term.id = new.id and i.tenant = $1 and i.id = $2;

-- name: amend_invoice
update invoice set number = $3, purchase_order = $4, time_zone = $5 where tenant = $1 and id = $2;

-- name: change_terms
update term
set amount = new.amount, balance = new.balance, overdue = overdue and new.balance <> 0
from unnest($2::text[], $3::numeric[], $4::numeric[]) as new (id, amount, balance)
where term.tenant = $1 and term.id = new.id;

-- name: adjust_invoice
update invoice set total = $3 where tenant = $1 and id = $2;

-- name: settle_term
update term set balance = $3::numeric, overdue = overdue and $3::numeric <> 0
where tenant = $1 and id = $2;

-- name: credit_invoice
update invoice set credited = credited + $3 where tenant = $1 and id = $2;

-- name: pay_invoice
update invoice set paid = paid + $3 where tenant = $1 and id = $2;

-- name: discount_invoice
update invoice set discounted = discounted + $3 where tenant = $1 and id = $2;

-- name: continue_invoice
update invoice set continued_by = $3, continued = continued + $4 where tenant = $1 and id = $2;

-- name: make_overdue
update term set overdue = true where tenant = $1 and id = $2;

-- name: write_off_invoice
-- With nothing left to expect the invoice is given up.
update invoice
set written_off = written_off + $3,
    given_up = given_up or ($4 and not exists (
        select from term where tenant = $1 and invoice_id = $2 and balance <> 0))
where tenant = $1 and id = $2;

-- name: pay_off_invoice
update invoice set given_up = false, paid_on = $3 where tenant = $1 and id = $2;

-- name: expect_invoice
update invoice set given_up = false, paid_on = null where tenant = $1 and id = $2;

-- name: cancel_invoice
update invoice set state = 'cancelled' where tenant = $1 and id = $2;

-- name: sum_up_terms
-- What an invoice owes, and when, follows from its terms.
update invoice as i
set balance = t.balance,
    due_date = t.due_date,
    state = case when i.state = 'cancelled' then 'cancelled' when i.continued_by is not null then 'continued'
                 when t.balance = 0 and i.given_up then 'written_off'
                 when t.balance = 0 then 'paid' when t.overdue then 'overdue' else 'open' end
from (
    select sum(balance) as balance, bool_or(overdue) as overdue,
           coalesce(min(due_date) filter (where balance <> 0), max(due_date)) as due_date
    from term
    where tenant = $1 and invoice_id = $2
) as t
where i.tenant = $1 and i.id = $2;
