-- Reads are of the schema notification, where the live build is shown.

-- name: satisfaction_report
select creditor_id, template, channel, count(*) as answers, count(*) filter (where satisfied) as satisfied
from notification.satisfaction
where answered_on between $1 and $2
  and ($3::text is null or creditor_id = $3)
  and ($4::text is null or template = $4)
group by creditor_id, template, channel
order by creditor_id, template, channel;
