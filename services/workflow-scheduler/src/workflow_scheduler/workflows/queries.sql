-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_workflows
select id, name, version, steps, retired, published_at,
       created_at, updated_at,
       (select jsonb_object_agg(key, value) from workflow_scheduler.metadata as m
        where m.category = 'workflow' and m.id = workflow.id) as metadata
from workflow_scheduler.workflow
left join (select * from workflow_scheduler.resource where category = 'workflow') as dates using (tenant, id)
where ($2::text is null or name > $2)
  and ($3::boolean is null or retired = $3)
  and ($4::timestamptz is null or updated_at >= $4)
  and ($5::text[] is null or id in (
        select m.id
        from workflow_scheduler.metadata as m join unnest($5, $6::text[]) as wanted (key, value)
             using (key, value)
        where m.category = 'workflow'
        group by m.id
        having count(*) = cardinality($5)))
  and ($7::text[] is null or id = any($7))
  and ($8::text is null or (
        select true from workflow_scheduler.words as w
        where w.category = 'workflow' and w.id = workflow.id and w.words like lower($8) limit 1))
order by name
limit $1;

-- name: list_versions
select version, jsonb_array_length(steps) as steps, published_at,
       published_at as created_at, published_at as updated_at
from workflow_scheduler.workflow_version
where workflow_id = $3 and ($2::int is null or version < $2)
  and ($4::timestamptz is null or published_at >= $4)
order by version desc
limit $1;

-- name: steps_of_versions
select version, steps::text as steps
from workflow_scheduler.workflow_version
where workflow_id = $1 and version = any($2);
