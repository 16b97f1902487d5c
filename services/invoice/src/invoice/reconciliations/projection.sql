-- Writes name no schema: they go into the build at hand.

-- name: record_reconciliation
insert into reconciliation (tenant, id, creditor_id, external_id, compared, differences, recorded_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: record_differences
insert into difference (tenant, reconciliation_id, place, external_id, invoice_id, found)
select $1, $2, each.place, each.found ->> 'external_id', each.found ->> 'invoice_id', each.found
from jsonb_array_elements($3::jsonb) with ordinality as each (found, place);

-- name: settle_difference
update difference set settlement = $4 where tenant = $1 and reconciliation_id = $2 and external_id = $3;
