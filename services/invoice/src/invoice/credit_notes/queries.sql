-- Reads are of the schema invoice, where the live build is shown.

-- name: list_credit_notes
select id, source, external_id, number, customer_id, creditor_id, dispute_id, state, currency, amount, tax, unapplied,
       issue_date, reason,
       created_at, updated_at,
       (select jsonb_object_agg(key, value) from invoice.metadata as m
        where m.category = 'credit_note' and m.id = credit_note.id) as metadata
from invoice.credit_note
{dates} join (select * from invoice.resource where category = 'credit_note') as dates using (tenant, id)
where {after}
  and ($4::text is null or external_id = $4)
  and ($5::text is null or customer_id = $5)
  and ($6::text is null or state = $6)
  and ($7::text is null or currency = $7)
  and ($8::text is null or number = $8)
  and ($9::text is null or creditor_id = $9)
  and ($10::timestamptz is null or updated_at >= $10)
  and ($11::text[] is null or id in (
        select m.id
        from invoice.metadata as m join unnest($11, $12::text[]) as wanted (key, value)
             using (key, value)
        where m.category = 'credit_note'
        group by m.id
        having count(*) = cardinality($11)))
  and ($13::text is null or source = $13)
  and ($14::text[] is null or id = any($14))
  and ($15::text is null or (
        select true from invoice.words as w
        where w.category = 'credit_note' and w.id = credit_note.id and w.words like lower($15) limit 1))
order by {order}
limit $1;
