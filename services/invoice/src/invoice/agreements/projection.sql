-- Writes name no schema: they go into the build at hand.

-- name: record_terms
insert into agreement (tenant, id, creditor_id, customer_id, version, effective_from, recorded)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (tenant, id) do update
set version = excluded.version, effective_from = excluded.effective_from, recorded = excluded.recorded;

-- name: record_acceptance
insert into acceptance (tenant, id, agreement_id, customer_id, accepted)
values ($1, $2, $3, $4, $5)
on conflict (tenant, id) do update set accepted = excluded.accepted;
