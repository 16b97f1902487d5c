-- Which events a customer's timeline shows; the events themselves say the rest.

-- name: tables
create table happening (
    tenant      text   not null,
    customer_id text   not null,
    position    bigint not null,
    kind        text   not null,
    stream      text   not null,
    version     int    not null,
    primary key (tenant, customer_id, position)
);

-- name: indexes
