-- The files of scheduled reports: neither events nor read models, so they are kept apart.
create schema reports;
grant usage on schema reports to recoup_app, recoup_worker;

create table reports.file (
    tenant  text        not null,
    run_id  text        not null,
    format  text        not null,
    content bytea       not null check (octet_length(content) <= 10000000),
    made_at timestamptz not null,
    primary key (tenant, run_id, format)
);
alter table reports.file alter column content set storage external;
create index file_oldest on reports.file (tenant, made_at);

alter table reports.file enable row level security;
alter table reports.file force row level security;
create policy own_tenant on reports.file to recoup_app
    using (tenant = nullif(current_setting('app.tenant', true), ''))
    with check (tenant = nullif(current_setting('app.tenant', true), ''));
grant select, insert, update, delete on reports.file to recoup_app;
