-- Writes name no schema: they go into the build at hand.

-- name: open_dispute
insert into board (tenant, id, customer_id, creditor_id, invoice_id, slices, currency, amount, reason,
                   statement, opened_at, reference, line, validation)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: move_dispute
update board set invoice_id = $3, slices = $4 where tenant = $1 and id = $2;

-- name: plan_review
update board set review_at = $3 where tenant = $1 and id = $2;

-- name: demand_review
update board set overdue = true where tenant = $1 and id = $2;

-- name: end_dispute
update board
set state = $3, outcome_reason = $4, credit = $5, ended_at = $6, review_at = null, overdue = false
where tenant = $1 and id = $2;

-- name: assign_dispute
update board set owner = $3, team = $4 where tenant = $1 and id = $2;

-- name: verify_dispute
update board set verified_on = $3 where tenant = $1 and id = $2;

-- name: add_entry
update board set conversation = conversation || $3::jsonb where tenant = $1 and id = $2;

-- name: announce_evidence
-- What was removed and comes again is at the end.
update board
set evidence = (
    select coalesce(jsonb_agg(piece order by n) filter (where piece #>> '{file,evidence_id}' <> $3), '[]')
    from jsonb_array_elements(evidence) with ordinality as each (piece, n)) || $4::jsonb
where tenant = $1 and id = $2;

-- name: move_evidence
update board
set evidence = (
    select jsonb_agg(
        case when piece #>> '{file,evidence_id}' = $3 then piece || $4::jsonb else piece end
        order by n)
    from jsonb_array_elements(evidence) with ordinality as each (piece, n))
where tenant = $1 and id = $2;
