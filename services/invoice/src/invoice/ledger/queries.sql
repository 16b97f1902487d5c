-- Reads are of the schema invoice, where the live build is shown.

-- name: statement
-- A line for each event, whatever terms it divides into. Moving money between a customer's own account
-- and invoice changes nothing it owes.
select * from (
    select *, sum(amount) over (partition by creditor_id, currency order by effective_on, position)
               as balance
    from (
        select position, effective_on, recorded_on, kind, creditor_id, invoice_id, payment_id, credit_note_id,
               other_customer_id, reference, currency, sum(amount) as amount
        from invoice.ledger_entry
        where customer_id = $2
          and effective_on <= $4
          and recorded_on <= $5
          and ($6::text is null or currency = $6)
          and ($7::text is null or creditor_id = $7)
          and kind not in ('application', 'unapplication')
        group by position, effective_on, recorded_on, kind, creditor_id, invoice_id, payment_id,
                 credit_note_id, other_customer_id, reference, currency
    ) as moved
) as entry
where effective_on >= $3 and ($8::date is null or (effective_on, position) > ($8, $9))
order by effective_on, position
limit $1;

-- name: balances
-- Before the first day, and at the end of the last.
select creditor_id, currency, coalesce(sum(amount) filter (where effective_on < $2), 0) as opening,
       sum(amount) as balance
from invoice.ledger_entry
where customer_id = $1 and effective_on <= $3 and recorded_on <= $4
  and ($5::text is null or currency = $5)
  and ($6::text is null or creditor_id = $6)
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
              where customer_id = shown.id and effective_on <= $5 and recorded_on <= $8
                and ($6::text is null or creditor_id = $6)
              group by creditor_id, currency) as o) as balances
from shown
order by level, external_id;

-- name: aging
-- Which bucket is said by its place: 0 is not yet due, 1 the first of $2, and so on; null is on account.
select creditor_id, currency, bucket, sum(amount) as balance
from (
    select creditor_id, currency, width_bucket($1::date - due_date, $2::int[]) as bucket, sum(amount) as amount
    from invoice.owed_by_day
    where effective_on <= $1
      and recorded_on <= $3
      and ($4::text is null or creditor_id = $4)
      and ($5::text is null or currency = $5)
    group by creditor_id, currency, due_date
) as owed
group by creditor_id, currency, bucket
having sum(amount) <> 0
order by creditor_id, currency, bucket;

-- name: aging_of_customers
-- The same for each of a page of customers: one, those of a group, or all who had an entry by then.
select customer.id, customer.external_id, customer.name, customer.parent_id, owed.*
from (
    select id, external_id, name, parent_id
    from invoice.customer as c
    where ($6::text is null or id = $6)
      and ($7::text is null or id = $7 or parent_id = $7)
      and ($8::text is null or id > $8)
      and exists (select from invoice.ledger_entry as e
                  where e.customer_id = c.id and e.effective_on <= $1 and e.recorded_on <= $3
                    and ($4::text is null or e.creditor_id = $4)
                    and ($5::text is null or e.currency = $5))
    order by id
    limit $9
) as customer
left join lateral (
    select e.creditor_id, e.currency, width_bucket($1::date - held.due_date, $2::int[]) as bucket,
           sum(e.amount) as balance
    from invoice.ledger_entry as e
    left join invoice.due_held as held
        on held.receivable_id = e.receivable_id
       and held.from_on <= least($1::date, $3) and held.until_on > least($1::date, $3)
    where e.customer_id = customer.id and e.effective_on <= $1 and e.recorded_on <= $3
      and ($4::text is null or e.creditor_id = $4)
      and ($5::text is null or e.currency = $5)
    group by e.creditor_id, e.currency, bucket
    having sum(e.amount) <> 0
) as owed on true
order by customer.id, owed.creditor_id, owed.currency, owed.bucket;

-- name: due_dates
select due_date, currency, creditor_id, sum(amount) as balance
from invoice.owed_by_day
where effective_on <= $1
  and recorded_on <= $2
  and due_date is not null
  and ($3::text is null or creditor_id = $3)
  and ($4::text is null or currency = $4)
  and ($5::date is null or (due_date, currency, creditor_id) > ($5, $6, $7))
group by due_date, currency, creditor_id
having sum(amount) <> 0
order by due_date, currency, creditor_id
limit $8;

-- name: owed_by_month
-- What came to be owed on receivables in each month, less what was settled.
select creditor_id, currency, date_trunc('month', effective_on)::date as month, sum(amount) as amount
from invoice.owed_by_day
where due_date is not null and effective_on <= $1 and recorded_on <= $2
  and ($3::text is null or creditor_id = $3) and ($4::text is null or currency = $4)
group by creditor_id, currency, month;

-- name: sold_by_month
select creditor_id, currency, date_trunc('month', effective_on)::date as month, sum(amount) as amount
from invoice.sold_by_day
where effective_on <= $1 and recorded_on <= $2
  and ($3::text is null or creditor_id = $3) and ($4::text is null or currency = $4)
group by creditor_id, currency, month;

-- name: current_at
-- What was not past due at the end of each of these days.
select owed.creditor_id, owed.currency, date_trunc('month', last_day)::date as month, sum(owed.amount) as amount
from unnest($5::date[]) as last_day
join invoice.owed_by_day as owed on owed.effective_on <= last_day and owed.due_date >= last_day
where owed.effective_on <= $1 and owed.recorded_on <= $2
  and ($3::text is null or owed.creditor_id = $3) and ($4::text is null or owed.currency = $4)
group by owed.creditor_id, owed.currency, month;
