-- Reads are of the schema webhook, where the live build is shown, and of the rows beside it.

-- name: list_endpoints
select id, external_id, url, wanted, signature, state, reason, detail, failing_since, created_at, updated_at
from webhook.endpoint
left join (select * from webhook.resource where category = 'endpoint') as dates using (tenant, id)
where ($2::timestamptz is null or (created_at, id) > ($2, $3))
  and (state = $4 or $4 is null and state <> 'deleted')
  and ($5::text is null or external_id = $5)
  and ($6::timestamptz is null or updated_at >= $6)
order by created_at, id
limit $1;

-- name: secrets
select id, signature, key_id, sealed, created_at, ends_at from outgoing.secret
where tenant = $1 and endpoint_id = $2 and (ends_at is null or ends_at > $3)
order by created_at desc, id;

-- name: sealed_otherwise
select tenant, endpoint_id, id, key_id, sealed from outgoing.secret where key_id <> $1 limit 100;

-- name: seal
update outgoing.secret set key_id = $4, sealed = $5
where tenant = $1 and endpoint_id = $2 and id = $3 and key_id = $6;
