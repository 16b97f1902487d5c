-- Last resorts: who waits for a second person, and what was chosen. Amounts are minor units of the row's currency.

-- name: tables
create table last_resort (
    tenant        text        not null,
    id            text        not null,
    customer_id   text        not null,
    creditor_id   text        not null,
    enrolment_id  text        not null,
    invoice_id    text        not null,
    receivable_id text        not null,
    choice        text        not null,
    state         text        not null default 'proposed',
    currency      text        not null,
    amount        numeric     not null,
    deadline_on   date,
    proposed_at   timestamptz not null,
    primary key (tenant, id)
);

-- name: indexes
create index last_resort_latest on last_resort (tenant, proposed_at desc, id desc);
create index last_resort_of_customer on last_resort (tenant, customer_id);
