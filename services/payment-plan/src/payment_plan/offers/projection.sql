-- Writes name no schema: they go into the build at hand.

-- name: make_offer
insert into offer (tenant, id, customer_id, creditor_id, invoice_ids, asked_by, made, state, made_at)
values ($1, $2, $3, $4, $5, $6, $7, 'open', $8)
on conflict (tenant, id) do update set made = excluded.made, state = excluded.state;

-- name: refer_offer
insert into offer (tenant, id, customer_id, creditor_id, invoice_ids, asked_by, referred, state, made_at)
values ($1, $2, $3, $4, $5, $6, $7, 'referred', $8);

-- name: accept_offer
update offer set state = 'accepted', accepted = $3 where tenant = $1 and id = $2;

-- name: end_offer
update offer set state = $3, reason = $4, superseded_by = $5 where tenant = $1 and id = $2;
