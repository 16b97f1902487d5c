-- Which sweeps the read model knows of; whatever was recorded before them, it knows, too.

-- name: tables
create table sweep (
    tenant text not null,
    id     text not null,
    primary key (tenant, id)
);

-- name: indexes
