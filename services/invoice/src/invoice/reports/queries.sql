-- Reads are of the schema invoice, where the live build is shown, and of the documents of decisions.

-- name: habits
-- Of each customer who has paid so many; the middle one of them, in whole days.
select customer_id, percentile_disc(0.5) within group (order by paid_on - due_date) as days, count(*) as payments
from invoice.invoice
where paid_on >= $1 and paid > 0 and not charge and ($2::text is null or creditor_id = $2)
group by customer_id
having count(*) >= $3;

-- name: usual
select percentile_disc(0.5) within group (order by paid_on - due_date) as days, count(*) as payments
from invoice.invoice
where paid_on >= $1 and paid > 0 and not charge and ($2::text is null or creditor_id = $2);

-- name: owed
-- What is open, customer by customer, with what is set aside of it.
select d.account as customer_id, d.id, d.content::text as content, coalesce(i.chase, 'now') as chase,
       i.number, i.external_id,
       exists (select from invoice.customer_condition as c
               where c.customer_id = d.account and c.lifted is null and c.condition = any($3)
                 and (c.creditor_id is null or c.creditor_id = d.content ->> 'creditor_id')
                 and c.effective_from <= $4 and coalesce(c.effective_until > $4, true)) as insolvent
from store.document as d
left join invoice.invoice as i on i.id = d.content ->> 'invoice_id'
where d.view = 'open_receivables' and d.place is not null and (d.account, d.id) > ($1, $2)
  and ($5::text is null or d.content ->> 'creditor_id' = $5)
  and ($6::text is null or d.content -> 'balance' ->> 'currency' = $6)
order by d.account, d.id
limit $7;

-- name: plans
select d.account as customer_id, d.id, d.content::text as content
from store.document as d
where d.view = 'plans_of_customer' and d.place is not null and (d.account, d.id) > ($1, $2)
  and ($3::text is null or d.content ->> 'creditor_id' = $3)
  and ($4::text is null or d.content -> 'remaining' ->> 'currency' = $4)
order by d.account, d.id
limit $5;

-- name: promises
-- Those that are open, and those whose day has been since.
select d.account as customer_id, d.id, d.content::text as content
from store.document as d
where d.view = 'promises_of_customer' and d.place is not null and (d.account, d.id) > ($1, $2)
  and ($3::text is null or d.content ->> 'creditor_id' = $3)
  and ($4::text is null or d.content -> 'promised' ->> 'currency' = $4)
  and (d.content ->> 'state' = 'open' or d.place >= $5)
order by d.account, d.id
limit $6;

-- name: contacts
select d.account as customer_id, d.content::text as content
from store.document as d
where d.view = 'contacts_of_customer' and d.account > $1
order by d.account
limit $2;
