-- The plan board: what was agreed, and how much of it has been kept.

create schema payment_plan;
grant usage on schema payment_plan to recoup_app, recoup_worker;

create table payment_plan.board (
    tenant      text        not null,
    id          text        not null,
    customer_id text        not null,
    invoice_ids text[]      not null,
    agreed      jsonb       not null, -- the fact: slices, schedule, time zone, days of grace
    remaining   bigint      not null, -- in minor units of the plan's currency
    missed      date[]      not null default '{}',
    state       text        not null default 'running',
    why         text,
    agreed_at   timestamptz not null,
    primary key (tenant, id)
);
create index board_latest on payment_plan.board (tenant, agreed_at desc, id desc);
create index board_of_customer on payment_plan.board (tenant, customer_id, agreed_at desc, id desc);
create index board_of_invoice on payment_plan.board using gin (invoice_ids);

alter table payment_plan.board enable row level security;
alter table payment_plan.board force row level security;
create policy own_tenant on payment_plan.board to recoup_app
    using (tenant = nullif(current_setting('app.tenant', true), ''))
    with check (tenant = nullif(current_setting('app.tenant', true), ''));
grant select, insert, update on payment_plan.board to recoup_app;
