-- Reads are of the schema invoice, where the live build is shown.

-- name: list_customers
select id, external_id, name, kind, country, subdivision, time_zone, language, addresses,
       persons, parent_id, pays_for,
       (select coalesce(jsonb_agg(to_jsonb(c) - '{tenant,customer_id,number}'::text[]
                                  order by number), '[]')
        from invoice.customer_condition c
        where c.tenant = customer.tenant and c.customer_id = customer.id) as conditions,
       created_at, updated_at,
       (select jsonb_object_agg(key, value) from invoice.metadata as m
        where m.category = 'customer' and m.id = customer.id) as metadata
from invoice.customer
{dates} join (select * from invoice.resource where category = 'customer') as dates using (tenant, id)
where {after}
  and ($4::text is null or external_id = $4)
  and ($5::text is null or country = $5)
  and ($6::text is null or kind = $6)
  and ($7::text is null or exists (
        select from invoice.customer_condition c
        where c.tenant = customer.tenant and c.customer_id = customer.id
          and c.condition = $7 and c.lifted is null))
  and ($8::text is null or parent_id = $8)
  and ($9::timestamptz is null or updated_at >= $9)
  and ($10::text[] is null or id in (
        select m.id
        from invoice.metadata as m join unnest($10, $11::text[]) as wanted (key, value)
             using (key, value)
        where m.category = 'customer'
        group by m.id
        having count(*) = cardinality($10)))
  and ($12::text[] is null or id = any($12))
  and ($13::text is null or (
        select true from invoice.words as w
        where w.category = 'customer' and w.id = customer.id and w.words like lower($13) limit 1))
order by {order}
limit $1;
