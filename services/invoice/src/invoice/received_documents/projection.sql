-- Writes name no schema: they go into the build at hand.

-- name: announce_document
-- One that was forgotten may be announced again, for another purpose.
insert into document (tenant, id, customer_id, kind, invoice_id, dispute_id, state, file)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (tenant, id) do update
set kind = excluded.kind, invoice_id = excluded.invoice_id, dispute_id = excluded.dispute_id,
    state = excluded.state, file = excluded.file, content_type = null, reason = null;

-- name: move_document
-- What it was stays known when it is forgotten.
update document set state = $3, content_type = coalesce($4, content_type), reason = $5
where tenant = $1 and id = $2;
