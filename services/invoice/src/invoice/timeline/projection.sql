-- Writes name no schema: they go into the build at hand.

-- name: note
insert into happening (tenant, customer_id, kind, stream, version, position) values ($1, $2, $3, $4, $5, $6);
