-- Writes name no schema: they go into the build at hand.

-- name: create_posting
insert into posting (tenant, id, customer_id, creditor_id, kind, posting_date, created, state, position)
values ($1, $2, $3, $4, $5, $6, $7, 'pending', $8);

-- name: move_posting
-- It keeps the last export; a refusal holds until the next one.
update posting
set state = $3, export = coalesce($4, export), document = coalesce($5, document), refusal = $6
where tenant = $1 and id = $2;

-- name: settle_posting
update posting set state = 'settled', settlement = $3 where tenant = $1 and id = $2;
