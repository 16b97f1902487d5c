-- What became of mails about reports; words and addresses are not here, they stay in the events.

-- name: tables
create table report_mail (
    tenant      text        not null,
    id          text        not null,
    run_id      text        not null,
    schedule_id text        not null,
    state       text        not null default 'waiting',
    attempts    int         not null default 0,
    reason      text,
    asked_at    timestamptz not null,
    ended_at    timestamptz,
    primary key (tenant, id)
);

-- name: indexes
create index report_mail_latest on report_mail (tenant, asked_at desc, id desc);
create index report_mail_of_run on report_mail (tenant, run_id);
