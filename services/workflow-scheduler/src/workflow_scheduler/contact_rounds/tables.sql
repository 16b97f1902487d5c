-- Contact rounds: when they are, and what came of them.

-- name: tables
create table contact_round (
    tenant      text        not null,
    id          text        not null,
    customer_id text        not null,
    creditor_id text        not null,
    planned_for timestamptz not null,
    state       text        not null,
    items       int         not null,
    reminders   int         not null,
    primary key (tenant, id)
);

-- name: indexes
create index contact_round_latest on contact_round (tenant, planned_for desc, id desc);
create index contact_round_of_customer
    on contact_round (tenant, customer_id, planned_for desc, id desc);
