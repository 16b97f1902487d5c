-- Reads are of the schema invoice, where the live build is shown.

-- name: list_creditors
select id, code, details, bank_accounts, books,
       created_at, updated_at,
       (select jsonb_object_agg(key, value) from invoice.metadata as m
        where m.category = 'creditor' and m.id = creditor.id) as metadata
from invoice.creditor
left join (select * from invoice.resource where category = 'creditor') as dates using (tenant, id)
where ($2::text is null or code > $2)
  and ($3::text is null or code = $3)
  and ($4::timestamptz is null or updated_at >= $4)
  and ($5::text[] is null or id in (
        select m.id
        from invoice.metadata as m join unnest($5, $6::text[]) as wanted (key, value)
             using (key, value)
        where m.category = 'creditor'
        group by m.id
        having count(*) = cardinality($5)))
  and ($7::text[] is null or id = any($7))
  and ($8::text is null or (
        select true from invoice.words as w
        where w.category = 'creditor' and w.id = creditor.id and w.words like lower($8) limit 1))
order by code
limit $1;
