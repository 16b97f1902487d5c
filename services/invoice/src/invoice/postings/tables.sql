-- Postings as they are now.

-- name: tables
create table posting (
    tenant       text   not null,
    id           text   not null,
    customer_id  text   not null,
    creditor_id  text   not null,
    kind         text   not null,
    posting_date date   not null,
    created      jsonb  not null,
    state        text   not null,
    export       text,
    document     text,
    refusal      text,
    settlement   jsonb, -- the event
    position     bigint not null, -- of the event that made it
    primary key (tenant, id)
);

-- name: indexes
create index posting_in_order on posting (tenant, (state <> 'pending'), position);
create index posting_by_export on posting (tenant, export) where export is not null;
create index posting_of_customer on posting (tenant, customer_id, position);
