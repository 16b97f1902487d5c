-- Attempts to pay online as they are now.

-- name: tables
create table payment_attempt (
    tenant      text not null,
    id          text not null,
    customer_id text not null,
    started     text not null, -- the event
    state       text not null default 'started',
    expected_on date,
    payment_id  text,
    reason      text,
    primary key (tenant, id)
);

-- name: indexes
create index payment_attempt_of_customer on payment_attempt (tenant, customer_id, state);
