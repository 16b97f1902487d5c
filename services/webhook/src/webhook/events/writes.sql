-- Writes of what is received, in the transaction that receives it.

-- name: keep_event
-- One that a corrected history brings again stays where it first was.
insert into feed.event (gen, tenant, id, type, customer_id, creditor_id, agency_id, body, received_at)
select g.gen, $1, $2, $3, $4, $5, $6, $7, $8 from store.generation as g
on conflict (tenant, id) do nothing;
