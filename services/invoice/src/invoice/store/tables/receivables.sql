-- What the invoice service shows: customers, invoices, payments, and every movement of money.
-- Amounts are minor units of the row's currency.

-- name: tables
create table customer (
    tenant              text  not null,
    id                  text  not null,
    external_id         text  not null,
    name                text  not null,
    kind                text  not null,
    country             text  not null,
    time_zone           text  not null,
    language            text  not null,
    contacts            jsonb not null,
    insolvent_from      date,
    contact_ceased_from date,
    primary key (tenant, id)
);

create table invoice (
    tenant         text    not null,
    id             text    not null,
    customer_id    text    not null,
    external_id    text    not null,
    number         text    not null,
    purchase_order text,
    status         text    not null,
    currency       text    not null,
    total          numeric not null,
    credited       numeric not null default 0,
    paid           numeric not null default 0,
    balance        numeric not null,
    issue_date     date    not null,
    due_date       date    not null,
    time_zone      text    not null,
    primary key (tenant, id)
);

create table payment (
    tenant      text    not null,
    id          text    not null,
    customer_id text    not null,
    external_id text    not null,
    status      text    not null,
    currency    text    not null,
    amount      numeric not null,
    unapplied   numeric not null,
    method      text    not null,
    value_date  date    not null,
    reference   text,
    primary key (tenant, id)
);

-- Positive: the customer owes more. Entries of an invoice add up to its balance; entries without
-- an invoice add up to the money on account, which is owed to the customer and so is negative.
create table ledger_entry (
    tenant       text    not null,
    position     bigint  not null, -- of its fact
    leg          int     not null default 1,
    customer_id  text    not null,
    invoice_id   text,
    payment_id   text,
    kind         text    not null,
    effective_on date    not null,
    currency     text    not null,
    amount       numeric not null,
    reference    text    not null,
    primary key (tenant, position, leg)
);

-- name: indexes
create index customer_by_external_id on customer (tenant, external_id);
create index invoice_latest on invoice (tenant, issue_date desc, id desc);
create index invoice_of_customer on invoice (tenant, customer_id, issue_date desc, id desc);
create index invoice_by_external_id on invoice (tenant, external_id);
create index invoice_due on invoice (tenant, due_date) where status in ('open', 'overdue');
create index payment_latest on payment (tenant, value_date desc, id desc);
create index payment_of_customer on payment (tenant, customer_id, value_date desc, id desc);
create index payment_by_external_id on payment (tenant, external_id);
create index ledger_of_customer
    on ledger_entry (tenant, customer_id, currency, effective_on, position);
create index ledger_of_invoice on ledger_entry (tenant, invoice_id, effective_on);
