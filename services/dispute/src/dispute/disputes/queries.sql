-- Reads are of the schema dispute, where the live build is shown.

-- name: list_disputes
select id, reference, customer_id, creditor_id, invoice_id, slices, line, currency, amount, reason, statement, state, review_at,
       overdue, credit, outcome_reason, evidence, opened_at,
       created_at, updated_at,
       (select jsonb_object_agg(key, value) from dispute.metadata as m
        where m.category = 'dispute' and m.id = board.id) as metadata
from dispute.board
{dates} join (select * from dispute.resource where category = 'dispute') as dates using (tenant, id)
where {after}
  and ($4::text is null or state = $4)
  and ($5::text is null or reason = $5)
  and ($6::text is null or customer_id = $6)
  and ($7::text is null or invoice_id = $7)
  and ($8::boolean is null or overdue = $8)
  and ($9::timestamptz is null or updated_at >= $9)
  and ($10::text[] is null or id in (
        select m.id
        from dispute.metadata as m join unnest($10, $11::text[]) as wanted (key, value)
             using (key, value)
        where m.category = 'dispute'
        group by m.id
        having count(*) = cardinality($10)))
  and ($12::text is null or creditor_id = $12)
  and ($13::text is null or id = $13)
  and ($14::text[] is null or id = any($14))
  and ($15::text is null or (
        select true from dispute.words as w
        where w.category = 'dispute' and w.id = board.id and w.words like lower($15) limit 1))
order by {order}
limit $1;
