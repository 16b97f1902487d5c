-- Writes name no schema: they go into the build at hand.

-- name: assess_charge
insert into charge (tenant, id, caused_by, receivable_id, kind, assessed) values ($1, $2, $3, $4, $5, $6);
