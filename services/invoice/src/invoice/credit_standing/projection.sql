-- Writes name no schema: they go into the build at hand.

-- name: record_credit
insert into credit (tenant, id, customer_id, creditor_id, credit)
values ($1, $2, $3, $4, $5::jsonb)
on conflict (tenant, id) do update set credit = credit.credit || excluded.credit;

-- name: change_standing
update credit set standing = $3, severity = $4 where tenant = $1 and id = $2;

-- name: record_decision
insert into credit_decision (tenant, id, customer_id, creditor_id, reference, answer, decided, decided_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);
