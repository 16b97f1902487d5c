-- Writes name no schema: they go into the build at hand.

-- name: set_rules
insert into assignment_rules_version (tenant, version, set_by, set_at, rules)
values ($1, $2, $3, $4, $5)
on conflict (tenant, version) do nothing;

-- name: request_exception
insert into policy_exception (tenant, id, customer_id, invoice_id, state, requested, requested_at)
values ($1, $2, $3, $4, 'requested', $5, $6);

-- name: decide_exception
update policy_exception
set state = $3, decided_by = coalesce($4, decided_by), ended_by = $5, closing_reason = $6
where tenant = $1 and id = $2;
