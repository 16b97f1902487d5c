-- Templates of tenants, and every version that was published.

-- name: tables
create table template (
    tenant      text  not null,
    id          text  not null,
    category    text  not null,
    name        text  not null,
    creditor_id text,
    state       text  not null default 'draft',
    version     int   not null default 0,
    draft       jsonb not null,
    languages   text[] not null,
    primary key (tenant, id)
);
create table template_version (
    tenant       text        not null,
    template_id  text        not null,
    version      int         not null,
    content      jsonb       not null,
    published_at timestamptz not null,
    primary key (tenant, template_id, version)
);

-- name: indexes
create index template_by_name on template (tenant, name, id);
