-- Writes name no schema: they go into the build at hand.

-- name: agree_plan
insert into board (tenant, id, customer_id, creditor_id, invoice_ids, agreed, remaining, agreed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: set_remaining
update board set remaining = $3 where tenant = $1 and id = $2;

-- name: miss_instalment
update board set missed = missed || $3::date where tenant = $1 and id = $2;

-- name: suspend_plan
update board
set suspended_since = $3, suspended_by = $4,
    missed = array(select day from unnest(missed) as day where day <> all($5::date[]))
where tenant = $1 and id = $2;

-- name: resume_plan
update board
set suspended_since = null, suspended_by = null, suspensions = suspensions || $3::jsonb
where tenant = $1 and id = $2;

-- name: end_plan
update board set state = $3, reason = $4 where tenant = $1 and id = $2;
