-- Writes name no schema: they go into the build at hand.

-- name: request_approval
insert into approval (tenant, id, kind, subject_id, creditor_id, state, requested, requested_at)
values ($1, $2, $3, $4, $5, 'requested', $6, $7);

-- name: decide_approval
update approval set state = $3, decided_by = $4, reason = $5 where tenant = $1 and id = $2;
