-- Writes name no schema: they go into the build at hand.

-- name: keep_link
insert into portal_link (tenant, id, customer_id, creditor_id, person_id, purpose, expires_at, opened_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (tenant, id) do update set opened_at = excluded.opened_at;

-- name: revoke_link
update portal_link set reason = $3 where tenant = $1 and id = $2;
