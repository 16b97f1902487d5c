-- The files of imports and their rows: neither events nor read models, so they are kept apart.
create schema imports;
grant usage on schema imports to recoup_app, recoup_worker;

-- A file is its digest; a dry run and the import after it share one.
create table imports.chunk (
    tenant text   not null,
    file   text   not null,
    n      int    not null check (n >= 0),
    sha256 bytea  not null check (octet_length(sha256) = 32),
    data   bytea  not null,
    primary key (tenant, file, n)
);
alter table imports.chunk alter column data set storage external;

create table imports.row (
    tenant      text     not null,
    import_id   text     not null,
    row         bigint   not null,
    line        bigint,
    location    text,
    kind        text     not null,
    rank        smallint not null,
    account     text     not null,
    turn        text     not null,
    identity    bigint   not null,
    external_id text,
    body        text     not null,
    outcome     text,
    resource_id text,
    code        text,
    detail      text,
    errors      text,
    primary key (tenant, import_id, row)
) with (fillfactor = 80);
create index row_turn on imports.row (tenant, import_id, rank, turn, row);
create index row_account on imports.row (tenant, import_id, account);
create index row_identity on imports.row (tenant, import_id, identity, row);

create table imports.mapping (
    tenant     text        not null,
    name       text        not null,
    content    text        not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, name)
);

do $$
declare owned text;
begin
    foreach owned in array array['chunk', 'row', 'mapping'] loop
        execute format('alter table imports.%I enable row level security', owned);
        execute format('alter table imports.%I force row level security', owned);
        execute format(
            'create policy own_tenant on imports.%I to recoup_app
             using (tenant = nullif(current_setting(''app.tenant'', true), ''''))
             with check (tenant = nullif(current_setting(''app.tenant'', true), ''''))', owned);
        execute format('grant select, insert, update, delete on imports.%I to recoup_app', owned);
    end loop;
end
$$;
