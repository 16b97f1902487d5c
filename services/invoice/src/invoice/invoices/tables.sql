-- Invoices as they are now, and their terms. Amounts are minor units of the invoice's currency.

-- name: tables
create table invoice (
    tenant         text    not null,
    id             text    not null,
    customer_id    text    not null,
    creditor_id    text    not null,
    source         text    not null,
    external_id    text    not null,
    number         text    not null,
    purchase_order text,
    state          text    not null,
    currency       text    not null,
    total          numeric not null,
    credited       numeric not null default 0,
    paid           numeric not null default 0,
    balance        numeric not null,
    issue_date     date    not null,
    due_date       date    not null,
    time_zone      text    not null,
    chase          text    not null,
    chase_from     date,
    written_off    numeric not null default 0,
    discounted     numeric not null default 0,
    continued      numeric not null default 0,
    continued_by   text,
    paid_on        date, -- when nothing was owed any more
    continues      text[]  not null default '{}',
    given_up       boolean not null default false, -- the last that was owed was written off
    charge         boolean not null default false, -- of Recoup's own, for another invoice
    payment_reference text,
    number_digits  text    generated always as (nullif(regexp_replace(number, '[^0-9]', '', 'g'), '')) stored,
    primary key (tenant, id)
);

create table term (
    tenant     text    not null,
    id         text    not null, -- of the receivable
    invoice_id text    not null,
    due_date   date    not null,
    amount     numeric not null,
    balance    numeric not null,
    overdue    boolean not null default false,
    primary key (tenant, id)
);

-- name: indexes
create index term_of_invoice on term (tenant, invoice_id);
create index invoice_latest on invoice (tenant, issue_date desc, id desc);
create index invoice_of_customer on invoice (tenant, customer_id, issue_date desc, id desc);
create index invoice_by_external_id on invoice (tenant, external_id);
create index invoice_by_number on invoice (tenant, number, id);
create index invoice_by_number_digits on invoice (tenant, creditor_id, number_digits);
create index invoice_by_payment_reference on invoice (tenant, payment_reference)
    where payment_reference is not null;
create index invoice_by_purchase_order on invoice (tenant, purchase_order)
    where purchase_order is not null;
create index invoice_to_be_released on invoice (tenant, issue_date desc, id desc)
    where chase = 'on_release';
create index invoice_by_balance on invoice (tenant, balance, id);
create index invoice_by_due_date on invoice (tenant, due_date, id);
create index invoice_paid on invoice (tenant, paid_on) where paid_on is not null;
create index invoice_due on invoice (tenant, due_date, id) where state in ('open', 'overdue');
