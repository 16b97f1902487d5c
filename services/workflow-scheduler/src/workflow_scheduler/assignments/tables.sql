-- Versions of the assignment rules, whose words stand in their events, and exceptions from them.

-- name: tables
create table assignment_rules_version (
    tenant  text        not null,
    version int         not null,
    set_by  text        not null,
    set_at  timestamptz not null,
    rules   int         not null,
    primary key (tenant, version)
);

create table policy_exception (
    tenant         text        not null,
    id             text        not null,
    customer_id    text        not null,
    invoice_id     text,
    state          text        not null,
    requested      jsonb       not null,
    requested_at   timestamptz not null,
    decided_by     text,
    ended_by       text,
    closing_reason text,
    primary key (tenant, id)
);

-- name: indexes
create index policy_exception_latest on policy_exception (tenant, requested_at desc, id desc);
create index policy_exception_of on policy_exception (tenant, customer_id, requested_at desc);
create index assignment_rules_version_latest on assignment_rules_version (tenant, version desc);
