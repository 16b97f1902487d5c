-- name: find_key
-- Made on the command line, or over the API; what was stopped by hand stays so.
select id, tenant, name, secret_sha256, scopes, env, created_at, expires_at, revoked_at,
       requests_per_second, burst, null as agency_id
from service.api_key
where id = $1
union all
select d.id, d.tenant, d.content->>'name', decode(d.content->>'secret_sha256', 'hex'),
       array(select jsonb_array_elements_text(d.content->'scopes')), d.content->>'env',
       (d.content->>'created_at')::timestamptz, (d.content->>'expires_at')::timestamptz,
       coalesce((d.content->>'revoked_at')::timestamptz, n.revoked_at),
       (d.content->'limits'->>'requests_per_second')::int, (d.content->'limits'->>'burst')::int,
       d.content->>'agency_id'
from store.document as d left join service.api_key_note as n using (id)
where d.view = 'api_key' and d.id = $1 and d.content->>'created_at' is not null;

-- name: find_tenant
select content from store.document
where tenant = 'platform' and account = $1 and view = 'tenant' and id = $1;

-- name: note_use
with made_by_hand as (
    update service.api_key set last_used_at = $2
    where id = $1 and (last_used_at is null or last_used_at < $2)
)
insert into service.api_key_note as n (id, tenant, last_used_at)
select d.id, d.tenant, $2 from store.document as d where d.view = 'api_key' and d.id = $1
on conflict (id) do update set last_used_at = excluded.last_used_at
where n.last_used_at is null or n.last_used_at < excluded.last_used_at;

-- name: issue_key
insert into service.api_key (id, tenant, name, secret_sha256, scopes, env, created_at, expires_at,
                             requests_per_second, burst)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: limit_key
-- One that was made over the API is changed there: its events would bring its own limits back.
update service.api_key set requests_per_second = $2, burst = $3 where id = $1 returning id;

-- name: revoke_key
with made_by_hand as (
    update service.api_key set revoked_at = coalesce(revoked_at, $2) where id = $1
)
insert into service.api_key_note as n (id, tenant, revoked_at)
select d.id, d.tenant, $2 from store.document as d where d.view = 'api_key' and d.id = $1
on conflict (id) do update set revoked_at = coalesce(n.revoked_at, excluded.revoked_at);

-- name: known_keys
select id, tenant, name, env, scopes, created_at, expires_at, revoked_at, last_used_at, requests_per_second, burst
from service.api_key
union all
select d.id, d.tenant, d.content->>'name', d.content->>'env',
       array(select jsonb_array_elements_text(d.content->'scopes')),
       (d.content->>'created_at')::timestamptz, (d.content->>'expires_at')::timestamptz,
       coalesce((d.content->>'revoked_at')::timestamptz, n.revoked_at), n.last_used_at,
       (d.content->'limits'->>'requests_per_second')::int, (d.content->'limits'->>'burst')::int
from store.document as d left join service.api_key_note as n using (id)
where d.view = 'api_key' and d.content->>'created_at' is not null;
