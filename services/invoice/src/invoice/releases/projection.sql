-- Writes name no schema: they go into the build at hand.

-- name: start_release
insert into release (tenant, id) values ($1, $2);
