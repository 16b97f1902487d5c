-- The credit of customers as it is now, and the answers that were kept.

-- name: tables
create table credit (
    tenant      text  not null,
    id          text  not null,
    customer_id text  not null,
    creditor_id text  not null,
    standing    text  not null default 'normal',
    severity    int   not null default 0, -- of the standing; the harshest has the least
    credit      jsonb not null, -- the latest event of each kind
    primary key (tenant, id)
);

create table credit_decision (
    tenant      text        not null,
    id          text        not null,
    customer_id text        not null,
    creditor_id text        not null,
    reference   text        not null,
    answer      text        not null,
    decided     jsonb       not null,
    decided_at  timestamptz not null,
    primary key (tenant, id)
);

-- name: indexes
create index credit_by_severity on credit (tenant, severity, id);
create index credit_of_customer on credit (tenant, customer_id);
create index credit_decision_latest on credit_decision (tenant, decided_at desc, id desc);
create index credit_decision_of_customer on credit_decision (tenant, customer_id, decided_at desc);
create index credit_decision_by_reference on credit_decision (tenant, reference);
