-- Writes name no schema: they go into the build at hand.

-- name: open_clearing
insert into clearing (tenant, id, agency_id, creditor_id, external_id, reference, agency_name, currency, gross,
                      commission, net, in_transit, opened_on)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: move_clearing
update clearing set in_transit = $3, arrived = arrived + $4 where tenant = $1 and id = $2;
