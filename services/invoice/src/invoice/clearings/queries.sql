-- Reads are of the schema invoice, where the live build is shown.

-- name: list_clearings
select id, agency_id, creditor_id, external_id, reference, agency_name, currency, gross, commission, net, in_transit,
       arrived, opened_on, created_at, updated_at
from invoice.clearing
{dates} join (select * from invoice.resource where category = 'clearing') as dates using (tenant, id)
where {after}
  and ($4::text is null or case $4
        when 'cleared' then in_transit = 0
        when 'over' then in_transit < 0
        when 'short' then in_transit > 0 and arrived > 0
        else in_transit > 0 and arrived = 0 end)
  and ($5::text is null or creditor_id = $5)
  and ($6::text is null or agency_id = $6)
  and ($7::date is null or (in_transit > 0 and arrived = 0 and opened_on < $7))
  and ($8::timestamptz is null or updated_at >= $8)
order by {order}
limit $1;

-- name: in_transit
select creditor_id, agency_id, min(agency_name) as agency_name, currency, count(*) as remittances,
       sum(in_transit) as amount, min(opened_on) as oldest
from invoice.clearing
where in_transit <> 0 and ($1::text is null or creditor_id = $1)
group by creditor_id, agency_id, currency
order by creditor_id, agency_id, currency
limit 1000;
