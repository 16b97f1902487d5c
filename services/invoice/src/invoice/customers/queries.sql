-- Reads are of the schema invoice, where the live build is shown.

-- name: list_customers
select id, external_id, name, kind, country, time_zone, language, contacts,
       insolvent_from, contact_ceased_from
from invoice.customer
where ($2::text is null or external_id > $2)
  and ($3::text is null or external_id = $3)
order by external_id
limit $1;
