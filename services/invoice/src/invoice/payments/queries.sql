-- Reads are of the schema invoice, where the live build is shown.

-- name: list_payments
select id, source, external_id, customer_id, creditor_id, state, currency, amount, unapplied, reserved,
       ambiguous,
       method, value_date, reference,
       created_at, updated_at,
       (select jsonb_object_agg(key, value) from invoice.metadata as m
        where m.category = 'payment' and m.id = payment.id) as metadata
from invoice.payment
{dates} join (select * from invoice.resource where category = 'payment') as dates using (tenant, id)
where {after}
  and ($4::text is null or external_id = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or state = $6)
  and ($7::text is null or currency = $7)
  and ($8::date is null or value_date >= $8)
  and ($9::date is null or value_date <= $9)
  and ($10::text is null or strpos(lower(reference), lower($10)) > 0)
  and ($11::text is null or creditor_id = $11)
  and ($12::boolean is null or ambiguous = $12)
  and ($13::text is null
       or customer_id in (select c.id from invoice.customer as c where c.parent_id = $13))
  and ($14::timestamptz is null or updated_at >= $14)
  and ($15::text[] is null or id in (
        select m.id
        from invoice.metadata as m join unnest($15, $16::text[]) as wanted (key, value)
             using (key, value)
        where m.category = 'payment'
        group by m.id
        having count(*) = cardinality($15)))
  and ($17::text is null or source = $17)
  and ($18::text[] is null or id = any($18))
  and ($19::text is null or (
        select true from invoice.words as w
        where w.category = 'payment' and w.id = payment.id and w.words like lower($19) limit 1))
order by {order}
limit $1;
