-- Offers as they are now.

-- name: tables
create table offer (
    tenant       text        not null,
    id           text        not null,
    customer_id  text        not null,
    creditor_id  text        not null,
    invoice_ids  text[]      not null,
    asked_by     text        not null,
    referred     jsonb, -- the event, where the policy refused it
    made         jsonb, -- the event
    accepted     jsonb, -- the event
    state        text        not null,
    reason       text,
    superseded_by text,
    made_at      timestamptz not null, -- or asked for
    primary key (tenant, id)
);

-- name: indexes
create index offer_latest on offer (tenant, made_at desc, id desc);
create index offer_of_customer on offer (tenant, customer_id, made_at desc, id desc);
create index offer_of_invoice on offer using gin (invoice_ids);
