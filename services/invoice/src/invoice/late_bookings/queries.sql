-- Reads are of the schema invoice, where the live build is shown.

-- name: allocated
-- Of one customer, creditor and currency.
select a.payment_id, a.receivable_id, a.invoice_id, a.value_date, a.booked_at, a.amount, p.external_id, i.number
from invoice.automatic_allocation as a
join invoice.invoice as i on i.id = a.invoice_id
join invoice.payment as p on p.id = a.payment_id
where a.customer_id = $1 and i.creditor_id = $2 and i.currency = $3 and a.amount > 0
order by a.booked_at, a.payment_id, a.receivable_id;

-- name: receivables
-- With what of each was left to money that named nothing.
select t.id, t.invoice_id, i.number, i.external_id, i.charge, i.issue_date, t.due_date, r.created_at,
       t.balance + coalesce(paid.amount, 0) as room
from invoice.invoice as i
join invoice.term as t on t.invoice_id = i.id
join invoice.resource as r on r.category = 'invoice' and r.id = i.id
left join (select receivable_id, sum(amount) as amount
           from invoice.automatic_allocation where customer_id = $1 group by receivable_id) as paid
    on paid.receivable_id = t.id
where i.customer_id = $1 and i.creditor_id = $2 and i.currency = $3
  and t.balance + coalesce(paid.amount, 0) > 0;
