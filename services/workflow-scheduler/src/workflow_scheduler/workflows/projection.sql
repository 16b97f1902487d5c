-- Writes name no schema: they go into the build at hand.

-- name: publish_workflow
insert into workflow (tenant, id, name, version, steps, published_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (tenant, id) do update
set version = excluded.version, steps = excluded.steps, published_at = excluded.published_at;

-- name: keep_version
insert into workflow_version (tenant, workflow_id, version, steps, published_at)
values ($1, $2, $3, $4::jsonb, $5);

-- name: retire_workflow
update workflow set retired = true where tenant = $1 and id = $2;
