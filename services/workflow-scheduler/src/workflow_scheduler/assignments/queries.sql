-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_versions
select version, set_by, set_at, rules
from workflow_scheduler.assignment_rules_version
where $2::int is null or version < $2
order by version desc
limit $1;

-- name: list_exceptions
select id, state, requested, requested_at, decided_by, ended_by, closing_reason,
       created_at, updated_at
from workflow_scheduler.policy_exception
left join (select * from workflow_scheduler.resource where category = 'exception') as dates using (tenant, id)
where ($2::timestamptz is null or (requested_at, id) < ($2, $3))
  and ($4::text is null or state = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or invoice_id = $6)
  and ($7::timestamptz is null or updated_at >= $7)
order by requested_at desc, id desc
limit $1;
