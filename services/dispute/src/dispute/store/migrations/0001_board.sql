-- The dispute board: what is contested, since when, and how it ended. Amounts are minor units.

create schema dispute;
grant usage on schema dispute to recoup_app, recoup_worker;

create table dispute.board (
    tenant      text        not null,
    id          text        not null,
    customer_id text        not null,
    invoice_id  text        not null,
    currency    text        not null,
    amount      bigint      not null,
    reason      text        not null,
    statement   text        not null,
    state       text        not null default 'open',
    opened_at   timestamptz not null,
    review_at   timestamptz,
    overdue     boolean     not null default false,
    credit      bigint,
    why         text,
    primary key (tenant, id)
);
create index board_oldest on dispute.board (tenant, opened_at, id);
create index board_of_customer on dispute.board (tenant, customer_id, opened_at, id);
create index board_of_invoice on dispute.board (tenant, invoice_id, opened_at, id);
create index board_open on dispute.board (tenant, opened_at, id) where state = 'open';

alter table dispute.board enable row level security;
alter table dispute.board force row level security;
create policy own_tenant on dispute.board to recoup_app
    using (tenant = nullif(current_setting('app.tenant', true), ''))
    with check (tenant = nullif(current_setting('app.tenant', true), ''));
grant select, insert, update on dispute.board to recoup_app;
