-- Reads are of the schema invoice, where the live build is shown; what is noted of their use is not of a build.

-- name: list_api_keys
select id, name, scopes, env, expires_at, replaced_by, reason, requests_per_second, burst, agency_id, n.last_used_at, n.revoked_at as stopped_at,
       created_at, updated_at
from invoice.api_key
join (select * from invoice.resource where category = 'api_key') as dates using (tenant, id)
left join service.api_key_note as n using (tenant, id)
where ($2::timestamptz is null or (created_at, id) < ($2, $3))
  and ($4::timestamptz is null or updated_at >= $4)
  and ($5::text is null or name ilike '%' || $5 || '%')
order by created_at desc, id desc
limit $1;
