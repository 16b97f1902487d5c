-- The latest answer of each message. Its words are not here; they stay in the events.

-- name: tables
create table satisfaction (
    tenant      text not null,
    message_id  text not null,
    creditor_id text not null,
    template    text not null,
    channel     text not null,
    satisfied   boolean not null,
    answered_on date not null, -- of the first answer, in UTC
    primary key (tenant, message_id)
);

-- name: indexes
create index satisfaction_answered on satisfaction (tenant, answered_on);
