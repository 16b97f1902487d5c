-- Which releases the read model knows of; whatever was recorded before them, it knows, too.

-- name: tables
create table release (
    tenant text not null,
    id     text not null,
    primary key (tenant, id)
);

-- name: indexes
create index invoice_waiting on invoice (tenant, creditor_id, customer_id, id)
    where chase = 'on_release';
