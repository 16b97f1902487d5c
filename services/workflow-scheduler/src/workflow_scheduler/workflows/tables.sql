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

-- name: indexes
create unique index workflow_by_name on workflow (tenant, name);
