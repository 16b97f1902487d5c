-- Reads are of the schema invoice, where the live build is shown.

-- name: list_approvals
select id, state, requested, requested_at, decided_by, reason,
       created_at, updated_at
from invoice.approval
left join (select * from invoice.resource where category = 'approval') as dates using (tenant, id)
where ($2::timestamptz is null or (requested_at, id) < ($2, $3))
  and ($4::text is null or state = $4)
  and ($5::text is null or kind = $5)
  and ($6::text is null or subject_id = $6)
  and ($7::text is null or creditor_id = $7)
  and ($8::timestamptz is null or updated_at >= $8)
order by requested_at desc, id desc
limit $1;
