-- Scheduled reports and their runs as lists show them; the files are kept apart.

-- name: tables
create table report_schedule (
    tenant      text        not null,
    id          text        not null,
    external_id text        not null,
    wish        text        not null,
    state       text        not null default 'active',
    next_at     timestamptz,
    primary key (tenant, id)
);

create table report_run (
    tenant      text        not null,
    id          text        not null,
    schedule_id text        not null,
    started     text        not null, -- the event
    due_at      timestamptz not null,
    state       text        not null default 'running',
    ended       text, -- the event
    primary key (tenant, id)
);

-- name: indexes
create index report_schedule_by_external_id on report_schedule (tenant, external_id);
create index report_run_latest on report_run (tenant, due_at desc, id desc);
create index report_run_of_schedule on report_run (tenant, schedule_id, due_at desc, id desc);
