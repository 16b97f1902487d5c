-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_workflows
select id, name, version, steps, retired, published_at
from workflow_scheduler.workflow
where ($2::text is null or name > $2)
  and ($3::boolean is null or retired = $3)
order by name
limit $1;
