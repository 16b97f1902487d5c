-- What was received, as private events: nothing of it is published once more.

-- name: keep_event
insert into store.event (gen, tenant, account, category, stream, version, id, type, slot, public,
                         at, actor, correlation_id, causation_id, traceparent, data)
select g.gen, $1, $2, $3, $4, $5, $6, $7, $8, false, $9, $10, $11, $12, $13, $14::json
from store.generation as g;
