-- Writes name no schema: they go into the build at hand.

-- name: register_creditor
insert into creditor (tenant, id, code, legal_name, details, bank_accounts, books)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: change_creditor
update creditor set legal_name = $3, details = $4 where tenant = $1 and id = $2;

-- name: change_bank_accounts
update creditor set bank_accounts = $3 where tenant = $1 and id = $2;

-- name: change_books
update creditor set books = $3 where tenant = $1 and id = $2;
