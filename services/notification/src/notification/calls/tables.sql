-- Every call that was asked for, with its fate. Numbers are not here; they stay in the events.

-- name: tables
create table call (
    tenant       text        not null,
    id           text        not null,
    customer_id  text        not null,
    creditor_id  text        not null,
    person_id    text        not null,
    task_id      text,
    invoice_ids  text[]      not null,
    requested_at timestamptz not null,
    state        text        not null,
    until        timestamptz,
    rule         text,
    retry_at     timestamptz,
    outcome      text,
    called_at    timestamptz,
    conversation boolean,
    primary key (tenant, id)
);

-- name: indexes
create index call_latest on call (tenant, requested_at desc, id desc);
create index call_of_customer on call (tenant, customer_id, requested_at desc, id desc);
create index call_of_person on call (tenant, person_id, requested_at desc, id desc);
create index call_of_invoice on call using gin (invoice_ids);
