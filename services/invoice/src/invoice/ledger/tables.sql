-- Every movement of money. Amounts are minor units of the row's currency.

-- name: tables
-- Positive: the customer owes more. Entries of a receivable add up to its balance; entries without
-- one add up to the money on account, which is owed to the customer and so is negative.
create table ledger_entry (
    tenant       text    not null,
    position     bigint  not null, -- of its event
    leg          int     not null default 1,
    customer_id  text    not null,
    other_customer_id text, -- of what one pays for another: for whom, or by whom
    creditor_id  text    not null,
    invoice_id   text,
    receivable_id text,
    payment_id   text,
    credit_note_id text,
    kind         text    not null,
    effective_on date    not null,
    currency     text    not null,
    amount       numeric not null,
    reference    text    not null,
    primary key (tenant, position, leg)
);

-- name: indexes
create index ledger_of_customer
    on ledger_entry (tenant, customer_id, creditor_id, currency, effective_on, position);
create index ledger_of_invoice on ledger_entry (tenant, invoice_id);
create index ledger_of_receivable on ledger_entry (tenant, receivable_id, effective_on);
