-- Who is told what, and what came of it: rows that are forgotten, beside the endpoints' events.

create schema outgoing;
grant usage on schema outgoing to recoup_app, recoup_worker;

-- Sealed with a key that the database does not know.
create table outgoing.secret (
    tenant      text        not null,
    endpoint_id text        not null,
    id          text        not null,
    signature   text        not null,
    key_id      text        not null,
    sealed      bytea       not null,
    created_at  timestamptz not null,
    ends_at     timestamptz,
    primary key (tenant, endpoint_id, id)
);

-- An event that an endpoint is to be told. In the order of the feed; one that stands behind an
-- earlier one of its customer, where order is wanted, has no moment yet. Whoever sends it holds it
-- until ``held_until``, by the database's time.
create table outgoing.delivery (
    tenant      text        not null,
    endpoint_id text        not null,
    event_id    uuid        not null,
    gen         int         not null,
    txid        xid8        not null,
    pos         bigint      not null,
    type        text        not null,
    customer_id text        not null default '',
    state       text        not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
    reason      text,
    tries       int         not null default 0,
    attempts    int         not null default 0,
    due_at      timestamptz,
    queued_at   timestamptz not null,
    ended_at    timestamptz,
    held_until  timestamptz,
    body        text,
    primary key (tenant, endpoint_id, event_id)
) with (fillfactor = 70);
create index delivery_due on outgoing.delivery (endpoint_id, due_at) where state = 'waiting' and due_at is not null;
create index delivery_line on outgoing.delivery (endpoint_id, customer_id, gen, txid, pos) where state = 'waiting';
create index delivery_listed on outgoing.delivery (tenant, endpoint_id, gen, txid, pos);
create index delivery_oldest on outgoing.delivery (queued_at);

create table outgoing.attempt (
    id               bigint      primary key generated always as identity,
    tenant           text        not null,
    endpoint_id      text        not null,
    event_id         uuid        not null,
    type             text        not null,
    number           int         not null,
    at               timestamptz not null,
    outcome          text        not null,
    status           int,
    milliseconds     int         not null,
    detail           text        not null,
    url              text        not null,
    payload          text        not null,
    request_headers  json        not null,
    response_headers json,
    response_body    text
);
create index attempt_listed on outgoing.attempt (tenant, endpoint_id, id);
create index attempt_of_event on outgoing.attempt (tenant, endpoint_id, event_id, id);

create table outgoing.health (
    tenant          text        not null,
    endpoint_id     text        not null,
    failing_since   timestamptz,
    last_failure_at timestamptz,
    last_success_at timestamptz,
    primary key (tenant, endpoint_id)
);

-- How far the feed has been looked through for those who want to be told.
create table outgoing.looked (
    gen  int    not null,
    txid xid8   not null,
    pos  bigint not null
);
insert into outgoing.looked values (0, '0', 0);

-- Where order is wanted: the first of a customer has a moment, the others have none. One at a time
-- for an endpoint, so that nobody is left waiting behind one that has just ended.
create function outgoing.line_up(tenant text, endpoint_id text, customers text[], now timestamptz)
returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(line_up.endpoint_id, 3));
    update outgoing.delivery as d
    set due_at = case when d.event_id = f.event_id then coalesce(d.due_at, line_up.now) end
    from unnest(customers) as c (customer_id),
         lateral (select w.event_id from outgoing.delivery as w
                  where w.endpoint_id = line_up.endpoint_id and w.customer_id = c.customer_id
                    and w.state = 'waiting'
                  order by w.gen, w.txid, w.pos
                  limit 1) as f
    where d.tenant = line_up.tenant and d.endpoint_id = line_up.endpoint_id
      and d.customer_id = c.customer_id and d.state = 'waiting'
      and (d.due_at is null) = (d.event_id = f.event_id)
      and (d.held_until is null or d.held_until < clock_timestamp());
end
$$;

do $$
declare
    owned text;
begin
    foreach owned in array array['secret', 'delivery', 'attempt', 'health'] loop
        execute format('alter table outgoing.%I enable row level security', owned);
        execute format('alter table outgoing.%I force row level security', owned);
        execute format(
            'create policy own_tenant on outgoing.%I to recoup_app
             using (tenant = nullif(current_setting(''app.tenant'', true), ''''))
             with check (tenant = nullif(current_setting(''app.tenant'', true), ''''))', owned);
        execute format('create policy every_tenant on outgoing.%I to recoup_worker using (true) with check (true)', owned);
    end loop;
end
$$;

grant select, insert, update, delete on outgoing.secret to recoup_app;
grant select, insert, update on outgoing.delivery to recoup_app;
grant select, update on outgoing.secret to recoup_worker;
grant select, insert, update, delete on outgoing.delivery, outgoing.attempt to recoup_worker;
grant select on outgoing.attempt to recoup_app;
grant select, update on outgoing.health to recoup_app;
grant select, insert, update on outgoing.health to recoup_worker;
grant select, update on outgoing.looked to recoup_worker;
grant select on outgoing.looked to recoup_app;
