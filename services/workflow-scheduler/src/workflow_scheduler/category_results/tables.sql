-- What happened to what customers owed, by their category at that moment. Amounts are minor units.

-- name: tables
create table category_result (
    tenant       text        not null,
    enrolment_id text        not null,
    kind         text        not null,
    pos          bigint      not null,
    customer_id  text        not null,
    category     text        not null,
    currency     text        not null,
    amount       numeric     not null,
    at           timestamptz not null,
    outcome      text,
    days         int,
    primary key (tenant, enrolment_id, kind, pos)
);

-- name: indexes
create index category_result_by_day on category_result (tenant, at);
