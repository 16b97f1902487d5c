-- Where everything that happened to a customer stands, and how much of it happened in each hour.

-- name: tables
create table line (
    tenant      text        not null,
    place       bigint      not null,
    customer_id text        not null,
    kind        text        not null,
    at          timestamptz not null,
    stream      text        not null,
    version     int         not null,
    primary key (tenant, customer_id, place)
);

create table line_of_invoice (
    tenant     text   not null,
    invoice_id text   not null,
    place      bigint not null,
    primary key (tenant, invoice_id, place)
);

create table line_count (
    tenant      text   not null,
    customer_id text   not null,
    kind        text   not null,
    number      bigint not null,
    primary key (tenant, customer_id, kind)
);

create table hour_count (
    tenant   text        not null,
    hour     timestamptz not null,
    kind     text        not null,
    detail   text        not null,
    currency text        not null,
    number   bigint      not null,
    amount   bigint      not null,
    primary key (tenant, hour, kind, detail, currency)
);

-- name: indexes
create index line_latest on line (tenant, place);
create index line_by_time on line (tenant, customer_id, at, place);
create index line_by_kind on line (tenant, customer_id, kind, at, place);
create index line_of_day on line (tenant, at, place);
