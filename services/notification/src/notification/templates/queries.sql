-- Reads are of the schema notification, where the live build is shown.

-- name: list_templates
select id, template.category, name, creditor_id, state, version, languages, created_at, updated_at
from notification.template
{dates} join (select * from notification.resource where category = 'template') as dates using (tenant, id)
where {after}
  and ($4::text is null or template.category = $4)
  and ($5::text is null or state = $5)
  and ($6::text is null or creditor_id = $6)
  and ($7::timestamptz is null or updated_at >= $7)
order by {order}
limit $1;

-- name: read_template_version
select template_id, version, content::text as content, published_at
from notification.template_version
where template_id = $1 and version = $2;
