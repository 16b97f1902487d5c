-- What the workflow-scheduler shows: workflows, enrolments, and the tasks left to people.
-- Amounts are minor units of the row's currency.

create schema workflow_scheduler;
grant usage on schema workflow_scheduler to recoup_app;

create table workflow_scheduler.workflow (
    tenant       text        not null,
    id           text        not null,
    name         text        not null,
    version      int         not null,
    steps        int         not null,
    retired      boolean     not null default false,
    published_at timestamptz not null,
    primary key (tenant, id)
);
create unique index workflow_by_name on workflow_scheduler.workflow (tenant, name);

create table workflow_scheduler.enrolment (
    tenant           text        not null,
    id               text        not null,
    invoice_id       text        not null,
    customer_id      text        not null,
    workflow_id      text        not null,
    workflow_version int         not null,
    due_date         date        not null,
    currency         text        not null,
    balance          bigint      not null,
    chased           bigint      not null,
    steps_left       int         not null,
    outcome          text,
    started_at       timestamptz not null,
    state            text        not null generated always as (
        case when outcome is not null then 'ended' when chased = 0 then 'paused' else 'running' end
    ) stored,
    primary key (tenant, id)
);
create index enrolment_latest on workflow_scheduler.enrolment (tenant, started_at desc, id desc);
create index enrolment_of_invoice on workflow_scheduler.enrolment (tenant, invoice_id);
create index enrolment_of_customer
    on workflow_scheduler.enrolment (tenant, customer_id, started_at desc, id desc);

create table workflow_scheduler.task (
    tenant       text        not null,
    id           text        not null,
    enrolment_id text        not null,
    invoice_id   text        not null,
    customer_id  text        not null,
    script       text        not null,
    created_at   timestamptz not null,
    disposition  text,
    completed_at timestamptz,
    primary key (tenant, id)
);
create index task_worklist
    on workflow_scheduler.task (tenant, created_at, id) where completed_at is null;
create index task_of_customer on workflow_scheduler.task (tenant, customer_id, created_at, id);

do $$
declare
    owned text;
begin
    foreach owned in array array['workflow', 'enrolment', 'task'] loop
        execute format('alter table workflow_scheduler.%I enable row level security', owned);
        execute format('alter table workflow_scheduler.%I force row level security', owned);
        execute format(
            'create policy own_tenant on workflow_scheduler.%I to recoup_app
             using (tenant = nullif(current_setting(''app.tenant'', true), ''''))
             with check (tenant = nullif(current_setting(''app.tenant'', true), ''''))', owned);
        execute format('grant select, insert, update on workflow_scheduler.%I to recoup_app', owned);
    end loop;
end
$$;
