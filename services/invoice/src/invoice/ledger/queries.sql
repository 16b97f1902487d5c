-- Reads are of the schema invoice, where the live build is shown.

-- name: statement
-- Moving money between the account and an invoice changes nothing the customer owes.
select * from (
    select position, effective_on, kind, creditor_id, invoice_id, payment_id, credit_note_id,
           reference, currency, amount,
           sum(amount) over (partition by creditor_id, currency order by effective_on, position)
               as balance
    from invoice.ledger_entry
    where customer_id = $2
      and effective_on <= $3
      and ($4::text is null or currency = $4)
      and ($5::text is null or creditor_id = $5)
      and kind not in ('application', 'unapplication')
) as entry
where $6::date is null or (effective_on, position) > ($6, $7)
order by effective_on, position
limit $1;

-- name: closing_balances
select creditor_id, currency, sum(amount) as balance
from invoice.ledger_entry
where customer_id = $1 and effective_on <= $2 and ($3::text is null or currency = $3)
  and ($4::text is null or creditor_id = $4)
group by creditor_id, currency
order by creditor_id, currency;

-- name: aging
-- Which bucket is said by its place: 0 is not yet due, 1 the first of $2, and so on.
select owed.currency, width_bucket($1::date - i.due_date, $2::int[]) as bucket,
       count(*) as invoices, sum(owed.balance) as balance
from (
    select invoice_id, currency, sum(amount) as balance
    from invoice.ledger_entry
    where invoice_id is not null
      and effective_on <= $1
      and ($3::text is null or customer_id = $3)
      and ($4::text is null or creditor_id = $4)
    group by invoice_id, currency
    having sum(amount) <> 0
) as owed
join invoice.invoice as i on i.id = owed.invoice_id
group by owed.currency, bucket
order by owed.currency, bucket;

-- name: on_account
select currency, -sum(amount) as unapplied
from invoice.ledger_entry
where invoice_id is null and effective_on <= $1 and ($2::text is null or customer_id = $2)
  and ($3::text is null or creditor_id = $3)
group by currency
having sum(amount) <> 0
order by currency;
