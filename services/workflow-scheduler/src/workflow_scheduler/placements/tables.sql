-- Placements as they are now, and what agencies reported of them. Amounts are minor units of the row's currency.

-- name: tables
create table placement (
    tenant       text        not null,
    id           text        not null,
    agency_id    text        not null,
    customer_id  text        not null,
    creditor_id  text        not null,
    state        text        not null default 'proposed',
    currency     text        not null,
    placed       numeric     not null,
    balance      numeric     not null,
    remitted     numeric     not null default 0,
    proposed_at  timestamptz not null,
    accepted_at  timestamptz,
    paid_at      timestamptz,
    ended_at     timestamptz,
    answer_by    timestamptz,
    report_until timestamptz,
    primary key (tenant, id)
);

create table placement_report (
    tenant       text        not null,
    placement_id text        not null,
    agency_id    text        not null,
    external_id  text        not null,
    kind         text        not null,
    content      jsonb       not null,
    reported_at  timestamptz not null,
    breach       boolean     not null default false,
    primary key (tenant, placement_id, external_id)
);

create table remittance (
    tenant      text        not null,
    id          text        not null,
    agency_id   text        not null,
    creditor_id text        not null,
    external_id text        not null,
    reference   text        not null,
    currency    text        not null,
    gross       numeric     not null,
    commission  numeric     not null,
    net         numeric     not null,
    payments    int         not null,
    reported_at timestamptz not null,
    primary key (tenant, id)
);

-- name: indexes
create index placement_of_agency on placement (tenant, agency_id);
create index placement_of_customer on placement (tenant, customer_id);
create index report_latest on placement_report (tenant, placement_id, reported_at desc, external_id desc);
create index report_of_agency on placement_report (tenant, agency_id, reported_at);
create index remittance_latest on remittance (tenant, agency_id, reported_at desc, id desc);
