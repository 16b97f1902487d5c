-- What the bank saw come in, and what of it waits for a person.

-- name: tables
create table receipt (
    tenant        text    not null,
    id            text    not null,
    creditor_id   text    not null,
    source        text    not null,
    external_id   text    not null,
    state         text    not null,
    currency      text    not null,
    amount        numeric not null,
    waiting       numeric not null,
    accepted      boolean not null default false, -- a part of it at least
    value_date    date    not null,
    payer_name    text,
    payer_account text,
    text          text,
    structured_reference text,
    end_to_end_id text,
    confidence    int, -- of the surest candidate
    reason        text, -- its
    primary key (tenant, id)
);

-- name: indexes
create index receipt_latest on receipt (tenant, value_date desc, id desc);
create index receipt_waiting on receipt (tenant, value_date desc, id desc) where state = 'review';
create index receipt_by_external_id on receipt (tenant, external_id);
create index receipt_by_end_to_end_id on receipt (tenant, end_to_end_id) where end_to_end_id is not null;
