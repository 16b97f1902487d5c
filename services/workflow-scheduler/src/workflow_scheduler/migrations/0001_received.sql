-- What this service received, as it was handled: the past that a simulation lives through again.
-- No read model: after Kafka's retention it would be nowhere else here.

create schema past;
grant usage on schema past to recoup_app, recoup_worker;

-- In the order of the store's own feed (ADR-0007): an account's turn is one transaction, and what was
-- decided in it stands in store.event under the same transaction id.
create table past.received (
    gen            int         not null,
    txid           xid8        not null default pg_current_xact_id(),
    pos            bigint      not null generated always as identity,
    tenant         text        not null,
    account        text        not null,
    category       text        not null,
    stream         text        not null,
    version        int         not null,
    id             uuid        not null,
    type           text        not null,
    at             timestamptz not null,
    actor          text        not null,
    correlation_id uuid        not null,
    causation_id   uuid,
    traceparent    text,
    data           text        not null,
    received_at    timestamptz not null,
    primary key (tenant, account, gen, txid, pos)
);

alter table past.received enable row level security;
alter table past.received force row level security;
create policy own_tenant on past.received to recoup_app
    using (tenant = nullif(current_setting('app.tenant', true), ''))
    with check (tenant = nullif(current_setting('app.tenant', true), ''));
grant select, insert on past.received to recoup_app;
