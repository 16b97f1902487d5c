-- Reads are of the schema dispute, where the live build is shown.

-- name: list_disputes
select id, reference, customer_id, creditor_id, invoice_id, slices, line, currency, amount, reason, statement, state, review_at,
       overdue, credit, outcome_reason, evidence, opened_at, owner, team, validation, verified_on, conversation,
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
  and ($16::text is null or owner = $16)
  and ($17::text is null or team = $17)
  and ($18::boolean is null or (validation is not null and verified_on is null and state = 'open') = $18)
  and ($19::timestamptz is null or review_at < $19)
order by {order}
limit $1;

-- name: report_disputes
-- Of those opened in a span of days: how many, how they ended, how long that took, and what of it was granted.
select reason,
       to_char(date_trunc('month', opened_at at time zone 'UTC'), 'YYYY-MM') as month,
       (select m.value from dispute.metadata as m
        where m.category = 'dispute' and m.id = board.id and m.key = $3) as "group",
       currency,
       count(*) as opened,
       count(ended_at) as ended,
       count(*) filter (where state = 'upheld') as upheld,
       count(*) filter (where state = 'partly_upheld') as partly_upheld,
       count(*) filter (where state = 'rejected') as rejected,
       count(*) filter (where state = 'withdrawn') as withdrawn,
       round(avg(extract(epoch from ended_at - opened_at) / 86400), 1)::text as days_to_end,
       sum(amount) as contested,
       coalesce(sum(credit), 0) as credited
from dispute.board
where opened_at >= $1 and opened_at < $2
  and ($4::text is null or creditor_id = $4)
group by 1, 2, 3, 4
order by 2, 1, 3, 4;
