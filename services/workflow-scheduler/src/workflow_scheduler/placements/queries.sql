-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_placements
select id, agency_id, customer_id, creditor_id, state, currency, placed, balance, answer_by, report_until,
       created_at, updated_at
from workflow_scheduler.placement
{dates} join (select * from workflow_scheduler.resource where category = 'placement') as dates using (tenant, id)
where {after}
  and ($4::text is null or state = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or agency_id = $6)
  and ($7::timestamptz is null or updated_at >= $7)
  and ($8::text is null or creditor_id = $8)
order by {order}
limit $1;

-- name: list_own_placements
-- What was never offered to the agency does not exist for it.
select id, agency_id, customer_id, creditor_id, state, currency, placed, balance, answer_by, report_until,
       created_at, updated_at
from workflow_scheduler.placement
{dates} join (select * from workflow_scheduler.resource where category = 'placement') as dates using (tenant, id)
where {after}
  and ($4::text is null or state = $4)
  and ($5::text is null or customer_id = $5)
  and agency_id = $6 and state not in ('proposed', 'rejected')
  and ($7::timestamptz is null or updated_at >= $7)
  and ($8::text is null or creditor_id = $8)
order by {order}
limit $1;

-- name: list_reports
select external_id, kind, content, reported_at, breach
from workflow_scheduler.placement_report
where placement_id = $4
  and ($2::timestamptz is null or (reported_at, external_id) < ($2, $3::text))
  and ($5::text is null or agency_id = $5)
  and ($6::timestamptz is null or reported_at >= $6)
order by reported_at desc, external_id desc
limit $1;

-- name: list_remittances
select id, agency_id, creditor_id, external_id, reference, currency, gross, commission, net, payments, reported_at,
       reported_at as created_at, reported_at as updated_at
from workflow_scheduler.remittance
where ($4::text is null or agency_id = $4)
  and ($2::timestamptz is null or (reported_at, id) < ($2, $3::text))
  and ($5::timestamptz is null or reported_at >= $5)
order by reported_at desc, id desc
limit $1;

-- name: agency_report
-- Of each agency and currency: what was accepted since then, and what came of it.
with reported as (
    select placement_id,
           count(*) filter (where kind = 'contact') as contacts,
           count(*) filter (where breach) as breaches,
           count(*) filter (where kind = 'dispute') as disputes,
           count(*) filter (where kind = 'hardship') as hardships
    from workflow_scheduler.placement_report
    group by placement_id
)
select a.id, a.name, p.currency,
       count(*) as offered,
       count(p.accepted_at) as accepted,
       count(*) filter (where p.state = 'declined') as declined,
       count(*) filter (where p.state = 'lapsed') as lapsed,
       count(*) filter (where p.state = 'returned') as returned,
       count(*) filter (where p.state = 'recalled') as recalled,
       count(p.paid_at) as paid,
       coalesce(sum(p.placed) filter (where p.accepted_at is not null), 0) as placed,
       sum(p.remitted) as remitted,
       avg(extract(epoch from p.paid_at - p.accepted_at) / 86400)::numeric(12, 1) as days_to_pay,
       coalesce(sum(r.contacts), 0) as contacts,
       coalesce(sum(r.breaches), 0) as breaches,
       coalesce(sum(r.disputes), 0) as disputes,
       coalesce(sum(r.hardships), 0) as hardships
from workflow_scheduler.placement as p
join workflow_scheduler.agency as a on a.tenant = p.tenant and a.id = p.agency_id
left join reported as r on r.placement_id = p.id
where p.answer_by is not null
  and ($1::timestamptz is null or p.proposed_at >= $1)
  and ($2::text is null or p.agency_id = $2)
group by a.id, a.name, p.currency
order by a.name, a.id, p.currency
limit 1000;
