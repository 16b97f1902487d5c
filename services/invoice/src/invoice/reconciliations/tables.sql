-- What was compared, and where it differed.

-- name: tables
create table reconciliation (
    tenant      text        not null,
    id          text        not null,
    creditor_id text        not null,
    external_id text        not null,
    compared    int         not null,
    differences int         not null,
    recorded_at timestamptz not null,
    primary key (tenant, id)
);

create table difference (
    tenant            text   not null,
    reconciliation_id text   not null,
    place             bigint not null,
    external_id       text   not null,
    invoice_id        text,
    found             jsonb  not null,
    settlement        jsonb, -- the event
    primary key (tenant, reconciliation_id, place)
);

-- name: indexes
create index reconciliation_latest on reconciliation (tenant, recorded_at desc, id desc);
