-- Tenants as they are now, all of them rows of the operator's own.

-- name: tables
create table operated_tenant (
    tenant              text not null,
    id                  text not null,
    name                text not null,
    state               text not null default 'open',
    reason              text,
    requests_per_second int,
    burst               int,
    primary key (tenant, id)
);

-- name: indexes
