-- What became of each row of an import is forgotten a while after the import has ended, whichever tenant's it is.
create table imports.ended (
    tenant    text        not null,
    import_id text        not null,
    ended_at  timestamptz not null,
    primary key (tenant, import_id)
);
create index ended_first on imports.ended (ended_at);
alter table imports.ended enable row level security;
alter table imports.ended force row level security;
create policy own_tenant on imports.ended to recoup_app
    using (tenant = nullif(current_setting('app.tenant', true), ''))
    with check (tenant = nullif(current_setting('app.tenant', true), ''));
create policy forget on imports.ended for delete to recoup_worker using (true);
create policy look_up on imports.ended for select to recoup_worker using (true);
create policy forget on imports.row for delete to recoup_worker using (true);
create policy look_up on imports.row for select to recoup_worker using (true);
grant select, insert, update, delete on imports.ended to recoup_app;
grant select, delete on imports.ended to recoup_worker;
grant select (tenant, import_id, row), delete on imports.row to recoup_worker;
