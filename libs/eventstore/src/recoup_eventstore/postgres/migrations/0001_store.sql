-- Events at rest, and everything that must change in the same transaction as they do.
-- Group roles recoup_app (one tenant at a time) and recoup_worker (looks across tenants) exist
-- already; the migration runs as the owner, which neither of them is.

create schema store;
grant usage on schema store to recoup_app, recoup_worker;

-- A restore into a fresh cluster restarts transaction ids; bumping gen keeps the order (ADR-0004).
create table store.generation (gen int not null);
insert into store.generation values (1);
grant select on store.generation to recoup_app, recoup_worker;

create table store.event (
    gen            int         not null,
    txid           xid8        not null default pg_current_xact_id(),
    pos            bigint      not null generated always as identity,
    tenant         text        not null,
    account        text        not null,
    category       text        not null,
    stream         text        not null,
    version        int         not null check (version > 0),
    id             uuid        not null,
    type           text        not null,
    slot           smallint    not null,
    public         boolean     not null,
    at             timestamptz not null,
    actor          text        not null,
    correlation_id uuid        not null,
    causation_id   uuid,
    traceparent    text,
    data           json        not null,
    primary key (tenant, stream, version)
);
create index event_feed on store.event (gen, txid, pos);
create index event_relay on store.event (slot, gen, txid, pos) where public;

-- One order for everybody, so no two units of work wait for each other in a ring.
create function store.lock(tenants text[], accounts text[]) returns void language plpgsql as $$
begin
    if cardinality(accounts) = 1 then  -- nothing to sort, at a fifth of the cost
        perform pg_advisory_xact_lock(hashtextextended(tenants[1] || chr(31) || accounts[1], 0));
        return;
    end if;
    perform pg_advisory_xact_lock(l.key)
    from (select distinct hashtextextended(o.tenant || chr(31) || o.account, 0) as key
          from unnest(tenants, accounts) as o (tenant, account) order by key) as l;
end
$$;

-- The locks must come before anything assigns a transaction id: the later writer of an account
-- has the larger id.
create function store.lock_first(tenants text[], accounts text[]) returns void language plpgsql as $$
begin
    if pg_current_xact_id_if_assigned() is not null then
        raise exception 'accounts must be locked before the transaction writes anything'
        using errcode = 'active_sql_transaction';
    end if;
    perform store.lock(tenants, accounts);
end
$$;

-- Row-level security lets the rest of the transaction see this tenant only.
create function store.read(tenant text, streams text[])
returns setof store.event language plpgsql as $$
begin
    perform set_config('app.tenant', tenant, true);
    return query select f.* from store.event as f
    where f.tenant = read.tenant and f.stream = any(streams)
    order by f.stream, f.version;
end
$$;

-- Each statement of these functions has a snapshot of its own: what is read after a lock was waited
-- for includes what its former owner wrote.
create function store.lock_and_read(tenants text[], accounts text[], tenant text, streams text[])
returns setof store.event language plpgsql as $$
begin
    perform store.lock_first(tenants, accounts);
    return query select * from store.read(tenant, streams);
end
$$;

create function store.find(tenant text, stream text, lock boolean)
returns setof store.event language plpgsql as $$
declare
    owner text;
begin
    perform set_config('app.tenant', tenant, true);
    if lock then
        select f.account into owner from store.event as f
        where f.tenant = find.tenant and f.stream = find.stream and f.version = 1;
        perform store.lock_first(array[tenant], array[owner]) where owner is not null;
    end if;
    return query select * from store.read(tenant, array[stream]);
end
$$;

-- Rows become visible to readers only below the oldest running transaction, so that nothing with
-- a smaller place can still appear behind a reader's cursor.
create view store.horizon with (security_invoker) as
select g.gen, pg_snapshot_xmin(pg_current_snapshot()) as txid from store.generation as g;
grant select on store.horizon to recoup_app, recoup_worker;

create table store.document (
    tenant  text  not null,
    account text  not null,
    view    text  not null,
    id      text  not null,
    content jsonb not null,
    place   text  collate "C",
    primary key (tenant, account, view, id)
);
create index document_listed on store.document (tenant, account, view, place) where place is not null;

create table store.timer (
    due_at  timestamptz not null,
    tenant  text        not null,
    account text        not null,
    category text       not null,
    stream  text        not null,
    name    text        not null,
    primary key (tenant, stream, name)
) with (autovacuum_vacuum_scale_factor = 0.01);
create index timer_due on store.timer (due_at, stream, name);

create table store.response (
    tenant      text        not null,
    key         text        not null,
    fingerprint bytea       not null,
    status      smallint    not null,
    headers     jsonb       not null,
    body        bytea       not null,
    expires_at  timestamptz not null,
    primary key (tenant, key)
);
create index response_expiry on store.response (expires_at);

-- The answer already given under a key; not ``owned`` while another transaction works on it.
create function store.recall(tenant text, key text, out owned boolean, out fingerprint bytea,
                             out status smallint, out headers jsonb, out body bytea)
language plpgsql as $$
begin
    perform set_config('app.tenant', tenant, true);
    owned := pg_try_advisory_xact_lock(hashtextextended(tenant || chr(31) || key, 1));
    select r.fingerprint, r.status, r.headers, r.body into fingerprint, status, headers, body
    from store.response as r where owned and r.tenant = recall.tenant and r.key = recall.key;
end
$$;

-- All that a unit of work leaves behind, in one round trip. It takes the accounts' locks itself, for
-- who records events without reading any; a unit of work holds them already, and they cost nothing.
create function store.write(tenant text, accounts text[], events json, timers json,
                            of_accounts json, views json, ids json, contents json, places json,
                            answer store.response)
returns void language plpgsql as $$
declare
    present_gen int;
begin
    perform set_config('app.tenant', tenant, true);
    if events is not null then
        perform store.lock(array_fill(tenant, array[cardinality(accounts)]), accounts);
        select g.gen into present_gen from store.generation as g;
        insert into store.event (gen, tenant, account, category, stream, version, id, type, slot, public,
                                at, actor, correlation_id, causation_id, traceparent, data)
        select present_gen, write.tenant, f.*
        from json_to_recordset(events) as f (
            account text, category text, stream text, version int, id uuid, type text, slot smallint,
            public boolean, at timestamptz, actor text, correlation_id uuid, causation_id uuid,
            traceparent text, data json);
    end if;
    if timers is not null then
        insert into store.timer (tenant, account, category, stream, name, due_at)
        select write.tenant, t.* from json_to_recordset(timers) as t (
            account text, category text, stream text, name text, due_at timestamptz)
        where t.due_at is not null
        on conflict on constraint timer_pkey do update set due_at = excluded.due_at;
        delete from store.timer as t
        using json_to_recordset(timers) as gone (stream text, name text, due_at timestamptz)
        where gone.due_at is null
          and t.tenant = write.tenant and t.stream = gone.stream and t.name = gone.name;
    end if;
    if contents is not null then
        insert into store.document (tenant, account, view, id, content, place)
        select write.tenant, d.account, d.view, d.id, d.content::jsonb, d.place
        from rows from (json_array_elements_text(of_accounts), json_array_elements_text(views),
                        json_array_elements_text(ids), json_array_elements(contents),
                        json_array_elements_text(places))
             as d (account, view, id, content, place)
        on conflict on constraint document_pkey
        do update set content = excluded.content, place = excluded.place;
    end if;
    if answer is not null then
        insert into store.response select answer.*;
    end if;
end
$$;

create table store.parked (
    seq        bigint      primary key generated always as identity,
    topic      text        not null,
    partition  int         not null,
    "offset"   bigint      not null,
    key        bytea       not null,
    tenant     text,
    type       text,
    headers    jsonb       not null,
    value      bytea,
    reason     text        not null check (reason in ('unreadable', 'refused', 'behind')),
    detail     text        not null,
    parked_at  timestamptz not null,
    unique (topic, partition, "offset")
);
create index parked_key on store.parked using hash (key);  -- however long a hostile key may be

-- What operators did about parked messages. Nobody may change or remove a row: what a message said,
-- as it came and in every version since, stays when the message is long gone from store.parked.
create table store.parked_history (
    id        bigint      primary key generated always as identity,
    seq       bigint      not null,
    topic     text        not null,
    partition int         not null,
    "offset"  bigint      not null,
    key       bytea       not null,
    tenant    text,
    type      text,
    action      text        not null check (action in ('edited', 'edit_refused', 'skipped', 'redriven', 'redrive_failed')),
    actor     text        not null,
    reason    text        not null,
    at        timestamptz not null,
    outcome   text        not null,
    headers   jsonb,
    value     bytea
);
create index parked_history_of on store.parked_history (seq, id);

create view store.parked_message with (security_invoker) as
select p.*, newest.headers as corrected_headers, newest.value as corrected_value
from store.parked as p
left join lateral (
    select h.headers, h.value from store.parked_history as h
    where h.seq = p.seq and h.action = 'edited' order by h.id desc limit 1
) as newest on true;

-- Plumbing without a tenant: where each reader stands.
create table store.consumer_offset (
    topic       text   not null,
    partition   int    not null,
    next_offset bigint not null,
    primary key (topic, partition)
);
create table store.consumer_watermark (
    topic     text     not null,
    partition int      not null,
    slot      smallint not null,
    gen       int      not null,
    txid      xid8     not null,
    pos       bigint   not null,
    primary key (topic, partition, slot)
);
-- Each build of a read model has a schema of its own; readers see the live one (ADR-0012).
create table store.projection_build (
    name   text   not null,
    build  int    not null,
    shape  text   not null,
    status text   not null check (status in ('building', 'live', 'standby')),
    gen    int    not null default 0,
    txid   xid8   not null default '0',
    pos    bigint not null default 0,
    primary key (name, build),
    constraint one_live exclude (name with =) where (status = 'live') deferrable initially deferred
);
create table store.relay_slot (
    slot        smallint    primary key,
    owner       text,
    lease_until timestamptz not null default '-infinity',
    epoch       bigint      not null default 0,
    gen         int         not null default 0,
    txid        xid8        not null default '0',
    pos         bigint      not null default 0
);
insert into store.relay_slot (slot) select generate_series(0, 63);

do $$
declare
    owned text;
begin
    foreach owned in array array['event', 'document', 'timer', 'response'] loop
        execute format('alter table store.%I enable row level security', owned);
        execute format('alter table store.%I force row level security', owned);
        execute format(
            'create policy own_tenant on store.%I to recoup_app
             using (tenant = nullif(current_setting(''app.tenant'', true), ''''))
             with check (tenant = nullif(current_setting(''app.tenant'', true), ''''))', owned);
        execute format('create policy every_tenant on store.%I for select to recoup_worker using (true)', owned);
    end loop;
end
$$;

grant select, insert on store.event to recoup_app;
grant select, insert, update, delete on store.document, store.timer, store.response to recoup_app;
-- No tenant's own: who a parked message belongs to may be what nobody can read. Only operators ask.
grant select, insert, update, delete on store.parked to recoup_app;
grant select, insert on store.parked_history to recoup_app;
grant select on store.parked_message to recoup_app, recoup_worker;
grant select, insert, update on store.consumer_offset, store.consumer_watermark to recoup_app;
grant select, update on store.projection_build to recoup_app;
grant select on store.event, store.timer, store.document, store.parked, store.parked_history to recoup_worker;
grant select on store.consumer_offset, store.consumer_watermark, store.projection_build to recoup_worker;
grant select, update on store.relay_slot to recoup_worker;

create policy expiry on store.response for delete to recoup_worker using (true);
grant select, delete on store.response to recoup_worker;
