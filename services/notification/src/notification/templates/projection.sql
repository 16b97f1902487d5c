-- Writes name no schema: they go into the build at hand.

-- name: save_draft
insert into template (tenant, id, category, name, creditor_id, draft, languages)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (tenant, id) do update
set draft = excluded.draft,
    languages = case when template.version = 0 then excluded.languages else template.languages end;

-- name: publish_template
with published as (
    update template set state = 'published', version = $3, languages = $4
    where tenant = $1 and id = $2
    returning tenant, id, draft
)
insert into template_version (tenant, template_id, version, content, published_at)
select tenant, id, $3, draft, $5 from published;

-- name: retire_template
update template set state = 'retired' where tenant = $1 and id = $2;
