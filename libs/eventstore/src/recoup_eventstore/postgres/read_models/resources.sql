-- What every resource has, whatever it is: when it came to be, and when it last changed.

-- name: tables
create table resource (
    tenant     text        not null,
    category   text        not null,
    id         text        not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, category, id)
);

-- name: indexes
create index resource_latest on resource (tenant, category, updated_at);
