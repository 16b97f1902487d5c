-- Every reply, by whichever channel it came. Its words are not here; they stay in the events.

-- name: tables
create table reply (
    tenant      text        not null,
    id          text        not null,
    customer_id text        not null,
    creditor_id text,
    person_id   text,
    channel     text        not null,
    message_id  text,
    meaning     text        not null,
    files       int         not null,
    received_at timestamptz not null,
    state       text        not null,
    primary key (tenant, id)
);

-- name: indexes
create index reply_latest on reply (tenant, received_at desc, id desc);
create index reply_of_customer on reply (tenant, customer_id, received_at desc, id desc);
create index reply_of_message on reply (tenant, message_id);
create index reply_open on reply (tenant, received_at desc, id desc) where state = 'open';
