-- The tasks left to people.

-- name: tables
create table task (
    tenant         text        not null,
    id             text        not null,
    enrolment_id   text        not null,
    invoice_id     text        not null,
    receivable_id  text        not null,
    customer_id    text        not null,
    script         text        not null,
    created_at     timestamptz not null,
    state          text        not null default 'open',
    disposition    text,
    call_id        text,
    completed_at   timestamptz,
    closing_reason text,
    closed_at      timestamptz,
    primary key (tenant, id)
);

-- name: indexes
create index task_worklist
    on task (tenant, created_at, id) where state = 'open';
create index task_of_customer on task (tenant, customer_id, created_at, id);
