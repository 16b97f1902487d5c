-- Writes name no schema: they go into the build at hand.

-- name: start_sweep
insert into sweep (tenant, id) values ($1, $2);
