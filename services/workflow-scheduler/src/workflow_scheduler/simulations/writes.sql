-- Writes beside the events.

-- name: keep_received
insert into past.received
    (gen, tenant, account, category, stream, version, id, type, at, actor, correlation_id, causation_id,
     traceparent, data, received_at)
select g.gen, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 from store.generation as g;
