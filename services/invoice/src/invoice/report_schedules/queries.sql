-- Reads are of the schema invoice, where the live build is shown; files are kept apart.

-- name: list_schedules
select id, external_id, wish, state, next_at, created_at, updated_at
from invoice.report_schedule
{dates} join (select * from invoice.resource where category = 'report_schedule') as dates using (tenant, id)
where {after}
  and case when $4::text is null then state <> 'deleted' else state = $4 end
  and ($5::text is null or external_id = $5)
  and ($6::timestamptz is null or updated_at >= $6)
order by {order}
limit $1;

-- name: list_runs
select id, started, ended, state, due_at, created_at, updated_at
from invoice.report_run
{dates} join (select * from invoice.resource where category = 'report_run') as dates using (tenant, id)
where {after}
  and ($4::text is null or schedule_id = $4)
  and ($5::text is null or state = $5)
  and ($6::timestamptz is null or updated_at >= $6)
order by {order}
limit $1;

-- name: put_file
-- Made again after a crash, it takes the place of what was made then.
insert into reports.file (tenant, run_id, format, content, made_at) values ($1, $2, $3, $4, $5)
on conflict (tenant, run_id, format) do update set content = excluded.content, made_at = excluded.made_at;

-- name: forget_files
delete from reports.file where made_at < $1 returning run_id, format;

-- name: read_file
select content from reports.file where run_id = $1 and format = $2;
