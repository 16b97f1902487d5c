-- The dispute board: what is contested, since when, and how it ended. Amounts are minor units.

-- name: tables
create table board (
    tenant         text        not null,
    id             text        not null,
    customer_id    text        not null,
    creditor_id    text        not null,
    invoice_id     text        not null,
    slices         jsonb       not null, -- of the terms of the invoice
    currency       text        not null,
    amount         numeric     not null,
    line           integer, -- of the invoice, where one line is contested
    reason         text        not null,
    statement      text        not null,
    reference      text, -- the client's name of it
    state          text        not null default 'open',
    opened_at      timestamptz not null,
    review_at      timestamptz,
    overdue        boolean     not null default false,
    credit         numeric,
    outcome_reason text,
    owner          text,
    team           text,
    validation     jsonb, -- the period in which a consumer contested
    verified_on    date,
    conversation   jsonb       not null default '[]', -- entries in the order said
    ended_at       timestamptz,
    evidence       jsonb       not null default '[]', -- pieces in the order announced
    primary key (tenant, id)
);

-- name: indexes
create index board_oldest on board (tenant, opened_at, id);
create index board_of_customer on board (tenant, customer_id, opened_at, id);
create index board_of_invoice on board (tenant, invoice_id, opened_at, id);
create index board_of_owner on board (tenant, owner, opened_at, id) where owner is not null;
create index board_ended on board (tenant, ended_at) where ended_at is not null;
create index board_open on board (tenant, opened_at, id) where state = 'open';
