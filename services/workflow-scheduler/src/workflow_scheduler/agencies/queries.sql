-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_agencies
select id, external_id, name, closed, created_at, updated_at
from workflow_scheduler.agency
left join (select * from workflow_scheduler.resource where category = 'agency') as dates using (tenant, id)
where ($2::text is null or external_id > $2)
  and ($3::timestamptz is null or updated_at >= $3)
order by external_id
limit $1;
