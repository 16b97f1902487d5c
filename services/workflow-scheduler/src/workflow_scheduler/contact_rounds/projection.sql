-- Writes name no schema: they go into the build at hand.

-- name: plan_round
insert into contact_round (tenant, id, customer_id, creditor_id, planned_for, state, items, reminders)
values ($1, $2, $3, $4, $5, 'planned', 0, 0)
on conflict (tenant, id) do update set planned_for = excluded.planned_for, state = 'planned';

-- name: end_round
update contact_round
set state = 'ended', items = items + $3, reminders = reminders + $4
where tenant = $1 and id = $2;
