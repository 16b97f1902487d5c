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
left join (select * from invoice.resource where category = 'customer') as dates using (tenant, id)
where ($2::text is null or external_id > $2)
  and ($3::text is null or external_id = $3)
  and ($4::text is null or country = $4)
  and ($5::text is null or kind = $5)
  and ($6::text is null or exists (
        select from invoice.customer_condition c
        where c.tenant = customer.tenant and c.customer_id = customer.id
          and c.condition = $6 and c.lifted is null))
  and ($7::text is null or parent_id = $7)
  and ($8::timestamptz is null or updated_at >= $8)
  and ($9::text[] is null or id in (
        select m.id
        from invoice.metadata as m join unnest($9, $10::text[]) as wanted (key, value)
             using (key, value)
        where m.category = 'customer'
        group by m.id
        having count(*) = cardinality($9)))
  and ($11::text[] is null or id = any($11))
  and ($12::text is null or (
        select true from invoice.words as w
        where w.category = 'customer' and w.id = customer.id and w.words like lower($12) limit 1))
order by external_id
limit $1;
