-- API keys of this service. Only the hash of a secret is kept: it is 256 random bits, so a plain
-- SHA-256 cannot be turned back. Keys are issued by the owner and looked up across tenants, because
-- the key is what says which tenant is asking.

create schema service;
grant usage on schema service to recoup_worker;

create table service.api_key (
    id            text        primary key,
    tenant        text        not null,
    name          text        not null,
    secret_sha256 bytea       not null check (octet_length(secret_sha256) = 32),
    scopes        text[]      not null,
    env           text        not null,
    created_at    timestamptz not null,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    last_used_at  timestamptz
);
create index api_key_tenant on service.api_key (tenant);

alter table service.api_key enable row level security;
alter table service.api_key force row level security;
create policy look_up on service.api_key for select to recoup_worker using (true);
create policy note_use on service.api_key for update to recoup_worker using (true);
create policy issue on service.api_key to current_user using (true) with check (true);
grant select, update (last_used_at) on service.api_key to recoup_worker;

-- A service is ready only when its database is at head, so it must be able to see what has run.
grant usage on schema migration to recoup_worker;
grant select on migration.applied to recoup_worker;
