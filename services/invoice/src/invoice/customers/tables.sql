-- Customers as they are now.

-- name: tables
create table customer (
    tenant              text  not null,
    id                  text  not null,
    external_id         text  not null,
    name                text  not null,
    kind                text  not null,
    country             text  not null,
    subdivision         text,
    time_zone           text  not null,
    language            text  not null,
    addresses           jsonb not null,
    persons             jsonb not null,
    insolvent_from      date,
    contact_ceased_from date,
    primary key (tenant, id)
);

-- name: indexes
create index customer_by_external_id on customer (tenant, external_id);
create index customer_insolvent on customer (tenant, external_id)
    where insolvent_from is not null;
