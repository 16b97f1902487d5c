-- What the invoice service shows: customers, invoices, payments, and every movement of money.
-- Amounts are minor units of the row's currency.

create schema invoice;
grant usage on schema invoice to recoup_app, recoup_worker;

create table invoice.customer (
    tenant              text  not null,
    id                  text  not null,
    external_id         text  not null,
    name                text  not null,
    kind                text  not null,
    country             text  not null,
    time_zone           text  not null,
    language            text  not null,
    contacts            jsonb not null,
    insolvent_from      date,
    contact_ceased_from date,
    primary key (tenant, id)
);
create index customer_by_external_id on invoice.customer (tenant, external_id);

create table invoice.invoice (
    tenant         text   not null,
    id             text   not null,
    customer_id    text   not null,
    external_id    text   not null,
    number         text   not null,
    purchase_order text,
    status         text   not null,
    currency       text   not null,
    total          bigint not null,
    credited       bigint not null default 0,
    paid           bigint not null default 0,
    balance        bigint not null,
    issue_date     date   not null,
    due_date       date   not null,
    time_zone      text   not null,
    primary key (tenant, id)
);
create index invoice_latest on invoice.invoice (tenant, issue_date desc, id desc);
create index invoice_of_customer on invoice.invoice (tenant, customer_id, issue_date desc, id desc);
create index invoice_by_external_id on invoice.invoice (tenant, external_id);
create index invoice_due on invoice.invoice (tenant, due_date) where status in ('open', 'overdue');

create table invoice.payment (
    tenant      text   not null,
    id          text   not null,
    customer_id text   not null,
    external_id text   not null,
    status      text   not null,
    currency    text   not null,
    amount      bigint not null,
    unapplied   bigint not null,
    method      text   not null,
    value_date  date   not null,
    reference   text,
    primary key (tenant, id)
);
create index payment_latest on invoice.payment (tenant, value_date desc, id desc);
create index payment_of_customer on invoice.payment (tenant, customer_id, value_date desc, id desc);
create index payment_by_external_id on invoice.payment (tenant, external_id);

-- Positive: the customer owes more. Entries of an invoice add up to its balance; entries without
-- an invoice add up to the money on account, which is owed to the customer and so is negative.
create table invoice.ledger_entry (
    tenant       text   not null,
    position     bigint not null generated always as identity,
    customer_id  text   not null,
    invoice_id   text,
    payment_id   text,
    kind         text   not null,
    effective_on date   not null,
    currency     text   not null,
    amount       bigint not null,
    reference    text   not null,
    primary key (tenant, position)
);
create index ledger_of_customer
    on invoice.ledger_entry (tenant, customer_id, currency, effective_on, position);
create index ledger_of_invoice on invoice.ledger_entry (tenant, invoice_id, effective_on);

do $$
declare
    owned text;
begin
    foreach owned in array array['customer', 'invoice', 'payment', 'ledger_entry'] loop
        execute format('alter table invoice.%I enable row level security', owned);
        execute format('alter table invoice.%I force row level security', owned);
        execute format(
            'create policy own_tenant on invoice.%I to recoup_app
             using (tenant = nullif(current_setting(''app.tenant'', true), ''''))
             with check (tenant = nullif(current_setting(''app.tenant'', true), ''''))', owned);
        execute format('grant select, insert, update on invoice.%I to recoup_app', owned);
    end loop;
end
$$;
