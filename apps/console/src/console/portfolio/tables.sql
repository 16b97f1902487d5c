-- Customers and what they owe. Amounts are minor units.

-- name: tables
create table creditor (
    tenant    text not null,
    id        text not null,
    code      text,
    name      text not null,
    time_zone text not null,
    primary key (tenant, id)
);

create table customer (
    tenant        text   not null,
    id            text   not null,
    external_id   text,
    name          text   not null,
    kind          text   not null,
    country       text   not null,
    language      text   not null,
    time_zone     text   not null,
    owed_most     bigint not null default 0,
    oldest_due_on date,
    primary key (tenant, id)
);

create table invoice (
    tenant      text   not null,
    id          text   not null,
    customer_id text   not null,
    creditor_id text   not null,
    number      text   not null,
    external_id text   not null,
    currency    text   not null,
    total       bigint not null,
    issued_on   date   not null,
    charge      text,
    caused_by   text,
    state       text   not null,
    primary key (tenant, id)
);

create table receivable (
    tenant      text   not null,
    id          text   not null,
    invoice_id  text   not null,
    customer_id text   not null,
    creditor_id text   not null,
    currency    text   not null,
    amount      bigint not null,
    balance     bigint not null,
    due_on      date   not null,
    primary key (tenant, id)
);

-- Writes look by these, too, so that a build has them from its beginning.
create index receivable_of_invoice on receivable (tenant, invoice_id);
create index receivable_open on receivable (tenant, customer_id, due_on) where balance > 0;

create table owed_by_customer (
    tenant      text   not null,
    customer_id text   not null,
    creditor_id text   not null,
    currency    text   not null,
    owed        bigint not null,
    receivables int    not null,
    primary key (tenant, customer_id, creditor_id, currency)
);

create table owed_by_due_date (
    tenant      text   not null,
    creditor_id text   not null,
    currency    text   not null,
    due_on      date   not null,
    owed        bigint not null,
    receivables int    not null,
    primary key (tenant, creditor_id, currency, due_on)
);

create table condition (
    tenant          text not null,
    id              text not null,
    customer_id     text not null,
    condition       text not null,
    source          text not null,
    effective_from  date not null,
    effective_until date,
    primary key (tenant, id)
);

create table case_of (
    tenant      text        not null,
    kind        text        not null,
    id          text        not null,
    customer_id text        not null,
    state       text        not null,
    detail      text        not null,
    currency    text        not null,
    amount      bigint      not null,
    next_on     date,
    opened_at   timestamptz not null,
    primary key (tenant, kind, id)
);

create table case_count (
    tenant   text   not null,
    kind     text   not null,
    state    text   not null,
    currency text   not null,
    number   bigint not null,
    amount   bigint not null,
    primary key (tenant, kind, state, currency)
);

-- name: indexes
create index customer_by_owed on customer (tenant, owed_most desc, id);
create index customer_by_name on customer (tenant, lower(name), id);
create index customer_by_due_date on customer (tenant, oldest_due_on, id);
create index invoice_of_customer on invoice (tenant, customer_id, issued_on desc, id);
create index invoice_caused_by on invoice (tenant, caused_by) where caused_by is not null;
create index condition_of_customer on condition (tenant, customer_id);
create index case_of_customer on case_of (tenant, customer_id);
