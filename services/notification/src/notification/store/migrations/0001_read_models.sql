-- What notification shows: every message with its fate, and every contact that was refused.
-- Words and addresses are not here; they stay in the facts.

create schema notification;
grant usage on schema notification to recoup_app, recoup_worker;

create table notification.message (
    tenant      text        not null,
    id          text        not null,
    reminder_id text        not null,
    invoice_id  text        not null,
    customer_id text        not null,
    channel     text        not null,
    template    text        not null,
    role        text        not null,
    state       text        not null,
    asked_at    timestamptz not null,
    attempts    int         not null default 0,
    sent_at     timestamptz,
    reason      text,
    primary key (tenant, id)
);
create index message_latest on notification.message (tenant, asked_at desc, id desc);
create index message_of_customer
    on notification.message (tenant, customer_id, asked_at desc, id desc);
create index message_of_invoice
    on notification.message (tenant, invoice_id, asked_at desc, id desc);

create table notification.refusal (
    tenant        text        not null,
    id            uuid        not null,
    at            timestamptz not null,
    message_id    text        not null,
    reminder_id   text        not null,
    invoice_id    text        not null,
    customer_id   text        not null,
    channel       text        not null,
    rule          text        not null,
    rules_version text        not null,
    citation      text        not null,
    inputs        jsonb       not null,
    retry_at      timestamptz,
    primary key (tenant, id)
);
create index refusal_latest on notification.refusal (tenant, at desc, id desc);
create index refusal_by_rule on notification.refusal (tenant, rule, at desc, id desc);
create index refusal_of_customer on notification.refusal (tenant, customer_id, at desc, id desc);
create index refusal_of_invoice on notification.refusal (tenant, invoice_id, at desc, id desc);

do $$
declare
    owned text;
begin
    foreach owned in array array['message', 'refusal'] loop
        execute format('alter table notification.%I enable row level security', owned);
        execute format('alter table notification.%I force row level security', owned);
        execute format(
            'create policy own_tenant on notification.%I to recoup_app
             using (tenant = nullif(current_setting(''app.tenant'', true), ''''))
             with check (tenant = nullif(current_setting(''app.tenant'', true), ''''))', owned);
        execute format('grant select, insert, update on notification.%I to recoup_app', owned);
    end loop;
end
$$;
