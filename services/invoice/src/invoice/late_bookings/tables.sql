-- What was allocated because it was longest due, and still is; amounts are minor units of the invoice's currency.

-- name: tables
create table automatic_allocation (
    tenant        text        not null,
    payment_id    text        not null,
    receivable_id text        not null,
    invoice_id    text        not null,
    customer_id   text        not null, -- whose money, and whose invoice
    value_date    date        not null,
    booked_at     timestamptz not null, -- the first of them
    amount        numeric     not null,
    primary key (tenant, payment_id, receivable_id)
);

-- name: indexes
create index automatic_of_customer on automatic_allocation (tenant, customer_id, value_date);
