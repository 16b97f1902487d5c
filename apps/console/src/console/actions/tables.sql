-- What people had the console do, and what came of it.

-- name: tables
create table action (
    tenant      text        not null,
    id          text        not null,
    place       bigint      not null,
    customer_id text,
    actor       text        not null,
    method      text        not null,
    path        text        not null,
    at          timestamptz not null,
    http_status int,
    code        text,
    primary key (tenant, id)
);

-- name: indexes
create unique index action_latest on action (tenant, place);
