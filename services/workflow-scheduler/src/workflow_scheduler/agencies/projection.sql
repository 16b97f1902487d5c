-- Writes name no schema: they go into the build at hand.

-- name: register_agency
insert into agency (tenant, id, external_id, name) values ($1, $2, $3, $4);

-- name: amend_agency
update agency set name = $3 where tenant = $1 and id = $2;

-- name: close_agency
update agency set closed = $3 where tenant = $1 and id = $2;
