-- Customers as they are now.

-- name: tables
create table customer (
    tenant      text  not null,
    id          text  not null,
    external_id text  not null,
    name        text  not null,
    kind        text  not null,
    country     text  not null,
    subdivision text,
    time_zone   text  not null,
    language    text  not null,
    addresses   jsonb not null,
    persons     jsonb not null,
    parent_id   text,
    pays_for    text  not null default 'itself',
    primary key (tenant, id)
);

create table customer_condition (
    tenant          text   not null,
    customer_id     text   not null,
    number          bigint not null,
    id              text   not null,
    condition       text   not null,
    creditor_id     text,
    source          text   not null,
    effective_from  date   not null,
    effective_until date,
    note            text,
    lifted          jsonb,
    primary key (tenant, customer_id, number)
);

-- name: indexes
create index customer_by_external_id on customer (tenant, external_id, id);
create index customer_by_name on customer (tenant, name, id);
create index customer_by_parent on customer (tenant, parent_id) where parent_id is not null;
create index customer_condition_standing on customer_condition (tenant, condition, customer_id)
    where lifted is null;
