-- What every resource has, whatever it is: when it came to be, when it last changed, its metadata.

-- name: tables
create table resource (
    tenant     text        not null,
    category   text        not null,
    id         text        not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, category, id)
);

-- Pair by pair and no jsonb: that what a tenant looks for is served by an index, the operator has to
-- be one that row-level security trusts, and of these there is equality alone.
create table metadata (
    tenant   text not null,
    category text not null,
    id       text not null,
    key      text not null,
    value    text not null,
    primary key (tenant, category, id, key)
);

-- What each is called, in parts that change apart from each other.
create table words (
    tenant   text not null,
    category text not null,
    id       text not null,
    part     text not null,
    words    text not null,
    primary key (tenant, category, id, part)
);

-- name: indexes
create index resource_latest on resource (tenant, category, updated_at, id);
create index resource_oldest on resource (tenant, category, created_at, id);
create index metadata_by_pair on metadata (tenant, category, key, value);
create index words_by_trigram on words using gin (words store.gin_trgm_ops);
