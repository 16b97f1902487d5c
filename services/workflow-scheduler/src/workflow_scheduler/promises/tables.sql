-- Promises as they are now. Amounts are minor units of the row's currency.

-- name: tables
create table promise (
    tenant       text        not null,
    id           text        not null,
    customer_id  text        not null,
    creditor_id  text        not null,
    currency     text        not null,
    promised     numeric     not null,
    paid         numeric     not null default 0,
    made_on      date        not null,
    due_on       date        not null,
    last_day     date        not null,
    given_by     text        not null,
    state        text        not null default 'open',
    kept_on      date,
    withdrawn    text,
    made_at      timestamptz not null,
    primary key (tenant, id)
);

create table promise_slice (
    tenant        text not null,
    promise_id    text not null,
    invoice_id    text not null,
    receivable_id text not null,
    primary key (tenant, promise_id, receivable_id)
);

-- name: indexes
create index promise_latest on promise (tenant, made_at desc, id desc);
create index promise_by_due_date on promise (tenant, due_on, id);
create index promise_of_customer on promise (tenant, customer_id, made_at desc, id desc);
create index promise_slice_of_invoice on promise_slice (tenant, invoice_id);
