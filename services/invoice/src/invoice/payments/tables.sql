-- Payments as they are now. Amounts are minor units of the row's currency.

-- name: tables
create table payment (
    tenant      text    not null,
    id          text    not null,
    customer_id text    not null,
    creditor_id text    not null,
    source      text    not null,
    external_id text    not null,
    state       text    not null,
    currency    text    not null,
    amount      numeric not null,
    unapplied   numeric not null,
    refunded    numeric not null default 0,
    reserved    numeric not null default 0,
    ambiguous   boolean not null default false,
    method      text    not null,
    value_date  date    not null,
    reference   text,
    primary key (tenant, id)
);

-- name: indexes
create index payment_latest on payment (tenant, value_date desc, id desc);
create index payment_of_customer on payment (tenant, customer_id, value_date desc, id desc);
create index payment_ambiguous on payment (tenant, value_date desc, id desc) where ambiguous;
create index payment_by_external_id on payment (tenant, external_id);
