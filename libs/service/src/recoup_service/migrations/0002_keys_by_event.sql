-- Keys that were made over the API come by events and are documents of the view api_key. They are looked up across tenants,
-- as the key is what says which tenant is asking. Their use, and what an operator stops by hand, is no event: it is noted here.

create index document_api_key on store.document (id) where view = 'api_key';

create table service.api_key_note (
    id           text        primary key,
    tenant       text        not null,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
alter table service.api_key_note enable row level security;
alter table service.api_key_note force row level security;
create policy look_up on service.api_key_note for select to recoup_worker using (true);
create policy note_use on service.api_key_note for insert to recoup_worker with check (revoked_at is null);
create policy use_again on service.api_key_note for update to recoup_worker using (true);
create policy stop on service.api_key_note to current_user using (true) with check (true);
create policy own_tenant on service.api_key_note for select to recoup_app
    using (tenant = nullif(current_setting('app.tenant', true), ''));
grant select, insert (id, tenant, last_used_at), update (last_used_at) on service.api_key_note to recoup_worker;
grant usage on schema service to recoup_app;
grant select on service.api_key_note to recoup_app;
