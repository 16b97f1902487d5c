-- Every message with its fate, and every contact that was refused.
-- Words and addresses are not here; they stay in the events. The items of a message are those of
-- its reminder.

-- name: tables
create table message (
    tenant      text        not null,
    id          text        not null,
    reminder_id text        not null,
    customer_id text        not null,
    creditor_id text        not null,
    person_id   text,
    channel     text        not null,
    template    text        not null,
    state       text        not null,
    asked_at    timestamptz not null,
    attached    int         not null default 0,
    lacking     int         not null default 0, -- of what was to go along
    attempts    int         not null default 0,
    sent_at     timestamptz,
    delivered_at timestamptz,
    proof       text, -- of its delivery
    address_hash text, -- once it has words
    reason      text,
    doubts      int         not null default 0, -- attempts whose outcome nobody knows
    primary key (tenant, id)
);

create table reminder_item (
    tenant      text    not null,
    reminder_id text    not null,
    receivable_id text  not null,
    invoice_id  text    not null,
    amount      bigint  not null,
    currency    text    not null,
    primary key (tenant, reminder_id, receivable_id)
);

create table refusal (
    tenant        text        not null,
    id            uuid        not null,
    at            timestamptz not null,
    message_id    text,
    reminder_id   text,
    call_id       text,
    invoice_ids   text[], -- of a call; those of a message are its reminder's
    customer_id   text        not null,
    creditor_id   text        not null,
    person_id     text,
    channel       text        not null,
    rule          text        not null,
    rules_version text        not null,
    citation      text        not null,
    inputs        jsonb       not null,
    retry_at      timestamptz,
    primary key (tenant, id)
);

create table waiting (
    tenant      text        not null,
    id          text        not null, -- of a message, or of a reminder whose persons are not known
    reminder_id text        not null,
    customer_id text        not null,
    creditor_id text        not null,
    person_id   text,
    channel     text        not null,
    waits_for   text        not null,
    since       timestamptz not null,
    primary key (tenant, id)
);

-- name: indexes
create index waiting_longest on waiting (tenant, since, id);
create index message_latest on message (tenant, asked_at desc, id desc);
create index message_in_doubt on message (tenant, asked_at desc, id desc) where doubts > 0;
create index message_of_customer
    on message (tenant, customer_id, asked_at desc, id desc);
create index message_of_person on message (tenant, person_id, asked_at desc, id desc);
create index message_to_address
    on message (tenant, address_hash, asked_at desc, id desc) where address_hash is not null;
create index message_of_reminder on message (tenant, reminder_id);
create index reminder_of_invoice on reminder_item (tenant, invoice_id, reminder_id);
create index refusal_latest on refusal (tenant, at desc, id desc);
create index refusal_by_rule on refusal (tenant, rule, at desc, id desc);
create index refusal_of_customer on refusal (tenant, customer_id, at desc, id desc);
create index refusal_of_reminder on refusal (tenant, reminder_id);
