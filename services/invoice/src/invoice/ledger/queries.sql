-- Reads are of the schema invoice, where the live build is shown.

-- name: statement
-- A line for each event, whatever terms it divides into. Moving money between a customer's own account
-- and invoice changes nothing it owes.
select * from (
    select *, sum(amount) over (partition by creditor_id, currency order by effective_on, position)
               as balance
    from (
        select position, effective_on, kind, creditor_id, invoice_id, payment_id, credit_note_id,
               other_customer_id, reference, currency, sum(amount) as amount
        from invoice.ledger_entry
        where customer_id = $2
          and effective_on <= $3
          and ($4::text is null or currency = $4)
          and ($5::text is null or creditor_id = $5)
          and kind not in ('application', 'unapplication')
        group by position, effective_on, kind, creditor_id, invoice_id, payment_id, credit_note_id,
                 other_customer_id, reference, currency
    ) as moved
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

-- name: group_members
-- The head is found from below. While the tables follow a move, they may show a circle: nothing is deeper than $7.
with recursive above as (
    select id, parent_id, 1 as steps from invoice.customer where id = $1
    union all
    select p.id, p.parent_id, a.steps + 1
    from above as a join invoice.customer as p on p.id = a.parent_id
    where a.steps < $7
), member as (
    select id, external_id, name, parent_id, pays_for, 1 as level
    from invoice.customer where id = (select id from above where parent_id is null)
    union all
    select c.id, c.external_id, c.name, c.parent_id, c.pays_for, m.level + 1
    from member as m join invoice.customer as c on c.parent_id = m.id
    where m.level < $7
), shown as (
    select * from member
    where $3::int is null or (level, external_id) > ($3, $4)
    order by level, external_id
    limit $2
)
select shown.*,
       (select coalesce(jsonb_agg(jsonb_build_object('creditor_id', o.creditor_id, 'currency', o.currency,
                                                     'balance', o.balance)
                                  order by o.creditor_id, o.currency), '[]')
        from (select creditor_id, currency, sum(amount) as balance
              from invoice.ledger_entry
              where customer_id = shown.id and effective_on <= $5 and ($6::text is null or creditor_id = $6)
              group by creditor_id, currency) as o) as balances
from shown
order by level, external_id;

-- name: aging
-- Which bucket is said by its place: 0 is not yet due, 1 the first of $2, and so on.
select owed.currency, width_bucket($1::date - term.due_date, $2::int[]) as bucket,
       count(distinct term.invoice_id) as invoices, sum(owed.balance) as balance
from (
    select receivable_id, currency, sum(amount) as balance
    from invoice.ledger_entry
    where receivable_id is not null
      and effective_on <= $1
      and ($3::text is null or customer_id = $3)
      and ($4::text is null or creditor_id = $4)
    group by receivable_id, currency
    having sum(amount) <> 0
) as owed
join invoice.term as term on term.id = owed.receivable_id
group by owed.currency, bucket
order by owed.currency, bucket;

-- name: on_account
select currency, -sum(amount) as unapplied
from invoice.ledger_entry
where receivable_id is null and effective_on <= $1 and ($2::text is null or customer_id = $2)
  and ($3::text is null or creditor_id = $3)
group by currency
having sum(amount) <> 0
order by currency;
