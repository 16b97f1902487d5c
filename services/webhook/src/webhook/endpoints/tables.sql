-- Every endpoint, as lists show it; whoever sends reads the view, which is never behind.

-- name: tables
create table endpoint (
    tenant        text not null,
    id            text not null,
    external_id   text not null,
    url           text not null,
    wanted        json not null,
    signature     text not null,
    state         text not null default 'enabled',
    reason        text,
    detail        text,
    failing_since timestamptz,
    primary key (tenant, id)
);

-- name: indexes
create index endpoint_external_id on endpoint (tenant, external_id);
