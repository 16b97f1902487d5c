-- Every public event as others may read it, kept for a time. No read model: what was received is
-- recorded nowhere else here, and is forgotten.

create schema feed;
grant usage on schema feed to recoup_app, recoup_worker;

-- In the order of the store's own feed (ADR-0007): whoever writes a customer's events holds the
-- customer's lock before it has a transaction id, and readers stay below the oldest running one.
create table feed.event (
    gen         int         not null,
    txid        xid8        not null default pg_current_xact_id(),
    pos         bigint      not null generated always as identity,
    tenant      text        not null,
    id          uuid        not null,
    type        text        not null,
    customer_id text,
    creditor_id text,
    body        text        not null,
    received_at timestamptz not null,
    primary key (tenant, id)
);
create index event_of_tenant on feed.event (tenant, gen, txid, pos);
create index event_of_customer on feed.event (tenant, customer_id, gen, txid, pos);
create index event_of_all on feed.event (gen, txid, pos);

-- The place of the last event of a tenant that was forgotten: who has not read it, has missed it.
create table feed.forgotten (
    tenant text   primary key,
    gen    int    not null,
    txid   xid8   not null,
    pos    bigint not null
);

alter table feed.event enable row level security;
alter table feed.event force row level security;
create policy own_tenant on feed.event to recoup_app
    using (tenant = nullif(current_setting('app.tenant', true), ''))
    with check (tenant = nullif(current_setting('app.tenant', true), ''));
create policy every_tenant on feed.event to recoup_worker using (true);
alter table feed.forgotten enable row level security;
alter table feed.forgotten force row level security;
create policy own_tenant on feed.forgotten for select to recoup_app
    using (tenant = nullif(current_setting('app.tenant', true), ''));
create policy every_tenant on feed.forgotten to recoup_worker using (true) with check (true);

grant select, insert on feed.event to recoup_app;
grant select, delete on feed.event to recoup_worker;
grant select on feed.forgotten to recoup_app;
grant select, insert, update on feed.forgotten to recoup_worker;
