-- Links to the debtor's own page that were issued here or followed once.

-- name: tables
create table portal_link (
    tenant      text        not null,
    id          text        not null,
    customer_id text        not null,
    creditor_id text        not null,
    person_id   text,
    purpose     text        not null,
    expires_at  timestamptz not null,
    opened_at   timestamptz,
    reason      text,
    primary key (tenant, id)
);

-- name: indexes
create index portal_link_of_customer on portal_link (tenant, customer_id);
