-- Writes name no schema: they go into the build at hand.

-- name: add_line
insert into contact_line (tenant, customer_id, sequence, digest, line, evidence, salt)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: move_head
insert into contact_head (tenant, customer_id, sequence, digest) values ($1, $2, $3, $4)
on conflict (tenant, customer_id) do update
set sequence = excluded.sequence, digest = excluded.digest;
