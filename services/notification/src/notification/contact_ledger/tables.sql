-- The contact ledgers: one chain of lines per customer, as they are exported.

-- name: tables
create table contact_line (
    tenant      text not null,
    customer_id text not null collate "C", -- the order of an export is the same everywhere
    sequence    int  not null,
    digest      text not null,
    line        text not null,
    evidence    text,
    salt        text,
    primary key (tenant, customer_id, sequence)
);

create table contact_head (
    tenant      text not null,
    customer_id text not null collate "C",
    sequence    int  not null,
    digest      text not null,
    primary key (tenant, customer_id)
);

-- name: indexes
create index contact_line_by_digest on contact_line (tenant, digest);
