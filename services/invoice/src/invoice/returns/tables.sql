-- What the bank took back of what it had credited.

-- name: tables
create table bank_return (
    tenant      text    not null,
    id          text    not null,
    creditor_id text    not null,
    source      text    not null,
    external_id text    not null,
    currency    text    not null,
    amount      numeric not null,
    value_date  date    not null,
    reason      text    not null,
    receipt_id  text    not null,
    payment_ids text[]  not null,
    primary key (tenant, id)
);

-- name: indexes
create index bank_return_latest on bank_return (tenant, value_date desc, id desc);
create index bank_return_by_external_id on bank_return (tenant, external_id);
create index bank_return_of_receipt on bank_return (tenant, receipt_id);
