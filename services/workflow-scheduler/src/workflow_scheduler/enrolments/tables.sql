-- Enrolments as they are now. Amounts are minor units of the row's currency.

-- name: tables
create table enrolment (
    tenant           text        not null,
    id               text        not null,
    invoice_id       text        not null,
    receivable_id    text        not null,
    customer_id      text        not null,
    creditor_id      text        not null,
    workflow_id      text        not null,
    workflow_version int         not null,
    due_date         date        not null,
    currency         text        not null,
    balance          numeric     not null,
    chased           numeric     not null,
    steps_left       int         not null,
    run              int         not null,
    outcome          text,
    held_step        text,
    started_at       timestamptz not null,
    state            text        not null generated always as (
        case when outcome is not null then 'ended' when chased = 0 then 'paused' else 'running' end
    ) stored,
    primary key (tenant, id)
);

create table enrolment_run (
    tenant           text        not null,
    enrolment_id     text        not null,
    run              int         not null,
    reason           text        not null,
    note             text,
    workflow_id      text        not null,
    workflow_version int         not null,
    started_at       timestamptz not null,
    ended_at         timestamptz,
    outcome          text,
    primary key (tenant, enrolment_id, run)
);

create table enrolment_move (
    tenant                text        not null,
    enrolment_id          text        not null,
    version               int         not null,
    run                   int         not null,
    from_workflow_id      text        not null,
    from_workflow_version int         not null,
    workflow_id           text        not null,
    workflow_version      int         not null,
    reason                text        not null,
    milder_reason         text,
    moved_at              timestamptz not null,
    primary key (tenant, enrolment_id, version)
);

-- name: indexes
create index enrolment_latest on enrolment (tenant, started_at desc, id desc);
create index enrolment_by_due_date on enrolment (tenant, due_date, id);
create index enrolment_held on enrolment (tenant, started_at desc, id desc)
    where held_step is not null;
create index enrolment_of_invoice on enrolment (tenant, invoice_id);
create index enrolment_of_customer
    on enrolment (tenant, customer_id, started_at desc, id desc);
