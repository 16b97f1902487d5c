-- Credit notes as they are now. Amounts are minor units of the row's currency.

-- name: tables
create table credit_note (
    tenant      text    not null,
    id          text    not null,
    customer_id text    not null,
    creditor_id text    not null,
    source      text    not null,
    external_id text    not null,
    number      text    not null,
    dispute_id  text,
    state       text    not null,
    currency    text    not null,
    amount      numeric not null,
    tax         numeric,
    unapplied   numeric not null,
    issue_date  date    not null,
    reason      text    not null,
    primary key (tenant, id)
);

-- name: indexes
create index credit_note_latest on credit_note (tenant, issue_date desc, id desc);
create index credit_note_of_customer
    on credit_note (tenant, customer_id, issue_date desc, id desc);
create index credit_note_by_external_id on credit_note (tenant, external_id);
create index credit_note_by_number on credit_note (tenant, number, id);
