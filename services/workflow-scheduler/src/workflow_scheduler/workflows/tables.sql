-- Workflows with their latest version.

-- name: tables
create table workflow (
    tenant       text        not null,
    id           text        not null,
    name         text        not null,
    version      int         not null,
    steps        int         not null,
    retired      boolean     not null default false,
    published_at timestamptz not null,
    primary key (tenant, id)
);

create table workflow_version (
    tenant       text        not null,
    workflow_id  text        not null,
    version      int         not null,
    steps        jsonb       not null,
    published_at timestamptz not null,
    primary key (tenant, workflow_id, version)
);

-- name: indexes
create unique index workflow_by_name on workflow (tenant, name);
