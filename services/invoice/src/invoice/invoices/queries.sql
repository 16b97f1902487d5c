-- Reads are of the schema invoice, where the live build is shown.

-- name: list_invoices
select id, source, external_id, number, purchase_order, payment_reference, customer_id, creditor_id, state, currency, total, credited,
       paid, written_off, discounted, continued, balance, issue_date, due_date, time_zone, chase, chase_from,
       continues, continued_by,
       created_at, updated_at,
       (select jsonb_object_agg(key, value) from invoice.metadata as m
        where m.category = 'invoice' and m.id = invoice.id) as metadata
from invoice.invoice
{dates} join (select * from invoice.resource where category = 'invoice') as dates using (tenant, id)
where not charge
  and {after}
  and ($4::text is null or external_id = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or state = $6)
  and ($7::text is null or currency = $7)
  and ($8::date is null or due_date >= $8)
  and ($9::date is null or due_date <= $9)
  and ($10::text is null or number = $10)
  and ($11::text is null or purchase_order = $11)
  and ($12::text is null or chase = $12)
  and ($13::text is null or creditor_id = $13)
  and ($14::text is null
       or customer_id in (select c.id from invoice.customer as c where c.parent_id = $14))
  and ($15::timestamptz is null or updated_at >= $15)
  and ($16::text[] is null or id in (
        select m.id
        from invoice.metadata as m join unnest($16, $17::text[]) as wanted (key, value)
             using (key, value)
        where m.category = 'invoice'
        group by m.id
        having count(*) = cardinality($16)))
  and ($18::text is null or source = $18)
  and ($19::text[] is null or id = any($19))
  and ($20::text is null or (
        select true from invoice.words as w
        where w.category = 'invoice' and w.id = invoice.id and w.words like lower($20) limit 1))
  and ($21::text is null or payment_reference = $21)
order by {order}
limit $1;
