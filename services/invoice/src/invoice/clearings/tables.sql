-- Remittances whose transfer is awaited or has arrived. Amounts are minor units of the row's currency.

-- name: tables
create table clearing (
    tenant      text    not null,
    id          text    not null, -- of the remittance
    agency_id   text    not null,
    creditor_id text    not null,
    external_id text    not null,
    reference   text    not null,
    agency_name text    not null,
    currency    text    not null,
    gross       numeric not null,
    commission  numeric not null,
    net         numeric not null,
    in_transit  numeric not null,
    arrived     numeric not null default 0,
    opened_on   date    not null,
    primary key (tenant, id)
);

-- name: indexes
create index clearing_latest on clearing (tenant, opened_on desc, id desc);
create index clearing_open on clearing (tenant, opened_on desc, id desc) where in_transit <> 0;
