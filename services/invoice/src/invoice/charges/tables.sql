-- What was charged for which invoice; the documents themselves are among the invoices.

-- name: tables
create table charge (
    tenant        text not null,
    id            text not null, -- of the document
    caused_by     text not null, -- the invoice
    receivable_id text not null, -- its term
    kind          text not null,
    assessed      jsonb not null,
    primary key (tenant, id)
);

-- name: indexes
create index charge_of_invoice on charge (tenant, caused_by);
