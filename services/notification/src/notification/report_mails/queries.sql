-- Reads are of the schema notification, where the live build is shown.

-- name: list_report_mails
select id, run_id, schedule_id, state, attempts, reason, asked_at, ended_at, created_at, updated_at
from notification.report_mail
{dates} join (select * from notification.resource where category = 'report_mail') as dates using (tenant, id)
where {after}
  and ($4::text is null or run_id = $4)
  and ($5::text is null or state = $5)
  and ($6::timestamptz is null or updated_at >= $6)
order by {order}
limit $1;
