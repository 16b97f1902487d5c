-- Writes name no schema: they go into the build at hand.

-- name: answer
insert into satisfaction (tenant, message_id, creditor_id, template, channel, satisfied, answered_on)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (tenant, message_id) do update set satisfied = excluded.satisfied;
