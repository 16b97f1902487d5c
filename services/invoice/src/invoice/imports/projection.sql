-- Writes name no schema: they go into the build at hand.

-- name: announce
insert into import (tenant, id, created, announced_at, state, counts) values ($1, $2, $3, $4, 'receiving', '{}')
on conflict (tenant, id) do update
set created = excluded.created, announced_at = excluded.announced_at, state = 'receiving', counts = '{}',
    failed_in = null, reason = null, started_at = null, ended_at = null;

-- name: start
update import set state = 'reading', started_at = $3 where tenant = $1 and id = $2;

-- name: progress
update import set state = $3, counts = $4 where tenant = $1 and id = $2;

-- name: fail
update import set state = 'failed', failed_in = state, reason = $3 where tenant = $1 and id = $2;

-- name: resume
update import set state = failed_in, failed_in = null, reason = null where tenant = $1 and id = $2;

-- name: end
update import set state = $3, counts = $4, reason = $5, ended_at = $6 where tenant = $1 and id = $2;
