-- Writes name no schema: they go into the build at hand.

-- name: record_receipt
insert into receipt (tenant, id, creditor_id, source, external_id, state, currency, amount, waiting, value_date,
                     payer_name, payer_account, text, structured_reference, end_to_end_id)
values ($1, $2, $3, $4, $5, 'review', $6, $7, $7, $8, $9, $10, $11, $12, $13);

-- name: propose_receipt
update receipt set confidence = $3, reason = $4 where tenant = $1 and id = $2;

-- name: accept_receipt
update receipt
set waiting = waiting - $3, state = case when waiting = $3 then 'applied' else 'review' end,
    accepted = true,
    confidence = null, reason = null
where tenant = $1 and id = $2;

-- name: clear_receipt
update receipt
set waiting = waiting - $3,
    state = case when waiting > $3 then 'review' when accepted then 'applied' else 'cleared' end,
    confidence = null, reason = null
where tenant = $1 and id = $2;

-- name: take_off_receipt
update receipt set waiting = waiting + $3, state = 'review' where tenant = $1 and id = $2;

-- name: send_back_receipt
-- What is left of one of which a part was accepted goes back, and it was applied all the same.
update receipt
set waiting = waiting - $3,
    state = case when waiting > $3 then 'review' when accepted then 'applied' else 'sent_back' end,
    confidence = null, reason = null
where tenant = $1 and id = $2;
