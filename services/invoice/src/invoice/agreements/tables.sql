-- The terms of creditors, as they were recorded last, and those before.

-- name: tables
create table agreement (
    tenant         text  not null,
    id             text  not null,
    creditor_id    text  not null,
    customer_id    text,
    version        int   not null,
    effective_from date  not null,
    recorded       jsonb not null, -- the version that was recorded last
    primary key (tenant, id)
);

create table acceptance (
    tenant       text  not null,
    id           text  not null,
    agreement_id text  not null,
    customer_id  text  not null,
    accepted     jsonb not null,
    primary key (tenant, id)
);

-- name: indexes
create index agreement_of_customer on agreement (tenant, customer_id) where customer_id is not null;
create index acceptance_of_agreement on acceptance (tenant, agreement_id, id);
create index acceptance_of_customer on acceptance (tenant, customer_id, id);
