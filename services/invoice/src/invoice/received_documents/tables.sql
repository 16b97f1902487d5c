-- Documents that came in; their bytes are in the store for files.

-- name: tables
create table document (
    tenant       text  not null,
    id           text  not null,
    customer_id  text  not null,
    kind         text  not null,
    invoice_id   text,
    dispute_id   text,
    state        text  not null,
    file         jsonb not null, -- what it is about, its digest and size
    content_type text,
    reason       text,
    primary key (tenant, id)
);

-- name: indexes
create index document_of_customer on document (tenant, customer_id);
create index document_of_invoice on document (tenant, invoice_id) where invoice_id is not null;
create index document_of_dispute on document (tenant, dispute_id) where dispute_id is not null;
