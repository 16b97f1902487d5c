-- Writes name no schema: they go into the build at hand.

-- name: propose_placement
insert into placement (tenant, id, agency_id, customer_id, creditor_id, currency, placed, balance, proposed_at)
values ($1, $2, $3, $4, $5, $6, $7, $7, $8);

-- name: approve_placement
update placement set state = 'offered', placed = $3, balance = $3, answer_by = $4 where tenant = $1 and id = $2;

-- name: accept_placement
update placement set state = 'placed', accepted_at = $3 where tenant = $1 and id = $2;

-- name: change_balance
update placement
set balance = $3,
    paid_at = case when $3::numeric = 0 then coalesce(paid_at, $4) end
where tenant = $1 and id = $2;

-- name: request_recall
update placement set state = 'recalling', report_until = $3 where tenant = $1 and id = $2;

-- name: end_placement
update placement set state = $3, ended_at = $4 where tenant = $1 and id = $2;

-- name: add_remitted
update placement set remitted = remitted + $3 where tenant = $1 and id = $2;

-- name: add_report
insert into placement_report (tenant, placement_id, agency_id, external_id, kind, content, reported_at, breach)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: add_remittance
insert into remittance (tenant, id, agency_id, creditor_id, external_id, reference, currency, gross, commission, net,
                        payments, reported_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
