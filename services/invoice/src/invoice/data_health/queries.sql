-- Reads are of the schema invoice, where the live build is shown. Each has the same parameters and columns: those
-- after an id, at most so many, of one creditor or of all, as of a day. Only what is unpaid is looked at.

-- name: unreachable_customer
select c.id, c.id as customer_id, null::text as creditor_id, c.name, null::date as day, null::text as currency,
       null::numeric as amount
from invoice.customer as c
where ($1::text is null or c.id > $1)
  and exists (select from invoice.invoice as i
              where i.customer_id = c.id and i.balance > 0 and i.issue_date <= $4::date
                and ($3::text is null or i.creditor_id = $3))
  and not exists (select from jsonb_array_elements(c.persons) as person
                  where jsonb_array_length(person -> 'emails') > 0 or jsonb_array_length(person -> 'phones') > 0)
order by c.id
limit $2;

-- name: invoice_without_terms
select id, customer_id, creditor_id, number as name, due_date as day, currency, balance as amount
from invoice.invoice
where ($1::text is null or id > $1) and ($3::text is null or creditor_id = $3)
  and balance > 0 and not charge and due_date <= issue_date and issue_date <= $4::date
order by id
limit $2;

-- name: customer_without_agreement
select owes.customer_id || ' ' || owes.creditor_id as id, owes.customer_id, owes.creditor_id, c.name,
       null::date as day, null::text as currency, null::numeric as amount
from (
    select distinct customer_id, creditor_id from invoice.invoice
    where balance > 0 and ($3::text is null or creditor_id = $3)
) as owes
join invoice.customer as c on c.id = owes.customer_id
where ($1::text is null or owes.customer_id || ' ' || owes.creditor_id > $1)
  and not exists (
        select from invoice.agreement as a
        where a.creditor_id = owes.creditor_id and (a.customer_id is null or a.customer_id = owes.customer_id)
          and (a.version > 1 or a.effective_from <= $4::date))
order by id
limit $2;

-- name: late_invoice
select i.id, i.customer_id, i.creditor_id, i.number as name, i.issue_date as day, i.currency, i.balance as amount
from invoice.invoice as i
join invoice.resource as r on r.category = 'invoice' and r.id = i.id
where ($1::text is null or i.id > $1) and ($3::text is null or i.creditor_id = $3)
  and i.balance > 0 and not i.charge and i.issue_date <= $4::date
  and (r.created_at at time zone 'UTC')::date - i.issue_date > 7
order by i.id
limit $2;

-- name: held_back_invoice
select id, customer_id, creditor_id, number as name, due_date as day, currency, balance as amount
from invoice.invoice
where ($1::text is null or id > $1) and ($3::text is null or creditor_id = $3)
  and balance > 0 and not charge and chase in ('never', 'on_release') and issue_date <= $4::date
order by id
limit $2;

-- name: money_on_account
select id, customer_id, creditor_id, external_id as name, value_date as day, currency, unapplied as amount
from invoice.payment
where ($1::text is null or id > $1) and ($3::text is null or creditor_id = $3)
  and unapplied > reserved and value_date < $4::date - 7
order by id
limit $2;
