-- Messages and calls that asked for too much, as is known now, and what was done about them.

-- name: tables
create table contact_in_error (
    tenant      text        not null,
    id          text        not null, -- the message's or call's
    message_id  text,
    call_id     text,
    customer_id text        not null,
    creditor_id text        not null,
    person_id   text        not null,
    roles       text[]      not null,
    channel     text        not null,
    template    text,
    left_at     timestamptz not null,
    day         date        not null,
    items       jsonb       not null,
    invoice_ids text[]      not null, -- of which too much was asked for
    booking_ids text[]      not null,
    state       text        not null,
    found_at    timestamptz not null, -- that it is this sum
    reason      text,
    resolution  jsonb,
    primary key (tenant, id)
);

-- name: indexes
create index contact_in_error_latest on contact_in_error (tenant, left_at desc, id desc);
create index contact_in_error_of_customer
    on contact_in_error (tenant, customer_id, left_at desc, id desc);
create index contact_in_error_of_invoice on contact_in_error using gin (invoice_ids);
create index contact_in_error_by_booking on contact_in_error using gin (booking_ids);
create index contact_in_error_to_do on contact_in_error (tenant, state, left_at desc, id desc);
