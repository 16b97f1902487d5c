-- Creditors as they are now.

-- name: tables
create table creditor (
    tenant        text  not null,
    id            text  not null,
    code          text  not null,
    legal_name    text  not null,
    details       jsonb not null,
    bank_accounts jsonb not null,
    books         jsonb not null,
    primary key (tenant, id)
);

-- name: indexes
create index creditor_by_code on creditor (tenant, code);
