-- The tasks left to people.

-- name: tables
create table task (
    tenant         text        not null,
    id             text        not null,
    enrolment_id   text,
    invoice_id     text,
    receivable_id  text,
    customer_id    text        not null,
    script         text        not null,
    created_at     timestamptz not null,
    state          text        not null default 'open',
    disposition    text,
    call_id        text,
    completed_at   timestamptz,
    closing_reason text,
    closed_at      timestamptz,
    kind           text        not null default 'call',
    measure        text,
    creditor_id    text,
    attempt        int         not null default 1,
    not_before     timestamptz,
    due_on         date,
    owner          text,
    team           text,
    snoozed_until  timestamptz,
    primary key (tenant, id)
);

create table task_history (
    tenant           text not null,
    customer_id      text not null,
    category         text,
    last_step        text,
    last_step_at     timestamptz,
    last_disposition text,
    last_answer_at   timestamptz,
    primary key (tenant, customer_id)
);

-- name: indexes
create index task_by_owner on task (tenant, owner, id) where state = 'open';
create index task_by_team on task (tenant, team, id) where state = 'open';
create index task_worklist
    on task (tenant, created_at, id) where state = 'open';
create index task_of_customer on task (tenant, customer_id, created_at, id);
