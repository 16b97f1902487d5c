-- Agencies as they are now.

-- name: tables
create table agency (
    tenant      text not null,
    id          text not null,
    external_id text not null,
    name        text not null,
    closed      text,
    primary key (tenant, id)
);

-- name: indexes
create unique index agency_by_external_id on agency (tenant, external_id);
