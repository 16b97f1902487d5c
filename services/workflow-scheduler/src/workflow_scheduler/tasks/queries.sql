-- Reads are of the schema workflow_scheduler, where the live build is shown.

-- name: list_tasks
-- The enrolment tells the caller what is chased by now: it may have been paid in the meantime.
select t.id, t.enrolment_id, t.invoice_id, t.receivable_id, t.customer_id, t.kind, t.measure, t.script, t.created_at,
       updated_at, t.state, t.disposition, t.call_id, t.completed_at, t.closing_reason, t.closed_at,
       t.creditor_id, t.attempt, t.not_before, t.due_on, t.owner, t.team, t.snoozed_until,
       e.state as enrolment_state, e.outcome, e.currency, e.chased
from workflow_scheduler.task as t
left join workflow_scheduler.enrolment as e on e.tenant = t.tenant and e.id = t.enrolment_id
left join workflow_scheduler.resource as r
     on r.tenant = t.tenant and r.category = 'task' and r.id = t.id
where ($2::timestamptz is null or (t.created_at, t.id) > ($2, $3))
  and ($4::text is null or t.state = $4)
  and ($5::text is null or t.customer_id = $5)
  and ($6::text is null or t.invoice_id = $6)
  and ($7::timestamptz is null or updated_at >= $7)
  and ($8::text is null or t.creditor_id = $8)
  and ($9::text is null or t.kind = $9)
  and ($10::text is null or t.owner = $10)
  and ($11::text is null or t.team = $11)
order by t.created_at, t.id
limit $1;

-- name: worklist
-- What a task is about: its own receivable, or all of the customer's in the currency of which most is open.
-- The likelihood is that of ranking.py; expected is in the currency's own units, so that currencies stand side by side.
with todo as (
    select t.id, t.tenant, t.customer_id, t.creditor_id, t.enrolment_id, t.invoice_id, t.receivable_id, t.kind,
           t.measure, t.script, t.attempt, t.created_at, t.owner, t.team, t.due_on, t.snoozed_until, t.not_before,
           coalesce(t.due_on, date '9999-12-31') as due_by,
           coalesce(owed.currency, '') as currency, coalesce(owed.chased, 0) as chased, owed.due_date,
           coalesce($4::date - owed.due_date, 0) as days_late,
           coalesce(promised.kept, 0) as kept, coalesce(promised.due, 0) as due,
           h.category, h.last_step, h.last_step_at, h.last_disposition, h.last_answer_at
    from workflow_scheduler.task as t
    left join workflow_scheduler.task_history as h
           on h.tenant = t.tenant and h.customer_id = t.customer_id
    left join lateral (
        select e.currency, sum(e.chased) as chased, min(e.due_date) as due_date
        from workflow_scheduler.enrolment as e
        where e.tenant = t.tenant and e.customer_id = t.customer_id
          and (t.enrolment_id is null or e.id = t.enrolment_id)
          and (t.creditor_id is null or e.creditor_id = t.creditor_id)
          and (e.outcome is null or e.outcome = 'exhausted') and e.chased > 0
        group by e.currency
        order by sum(e.chased) desc, e.currency
        limit 1
    ) as owed on true
    left join lateral (
        select count(*) filter (where p.state = 'kept') as kept,
               count(*) filter (where p.state in ('kept', 'broken')) as due
        from workflow_scheduler.promise as p
        where p.tenant = t.tenant and p.customer_id = t.customer_id
    ) as promised on true
    where t.state = 'open'
      and ($6::text is null or t.owner = $6)
      and ($7::text is null or t.team = $7)
      and ($8::text is null or t.kind = $8)
      and ($9::text is null or t.creditor_id = $9)
      and ($10::date is null or t.due_on <= $10)
      and ($11::text is null or t.customer_id = $11)
      and (not $12::boolean or t.owner is null)
      and ($13::boolean or ((t.snoozed_until is null or t.snoozed_until <= $5)
                            and (t.not_before is null or t.not_before <= $5)))
), ranked as (
    select todo.*,
           chased / 10.0 ^ coalesce(($14::jsonb ->> currency)::int, 2) as amount,
           least(990, (
               case when days_late <= 0 then 950 when days_late <= 30 then 900 when days_late <= 60 then 800
                    when days_late <= 90 then 700 when days_late <= 180 then 500 when days_late <= 365 then 300
                    else 150 end
               * (50 + 100 * (kept + 1) / (due + 2))
               * case category when 'unorganized' then 110 when 'angry' then 80
                               when 'going_out_of_business' then 50 else 100 end) / 10000) as likelihood
    from todo
), listed as (
    select ranked.*,
           trunc(chased * likelihood / 1000) as expected_minor,
           trunc(trunc(chased * likelihood / 1000) * 1000 / 10.0 ^ coalesce(($14::jsonb ->> currency)::int, 2))
               as expected,
           trunc(amount * 1000) as amount_thousandths
    from ranked
)
select * from listed
where {after}
  and ($15::text is null or currency = $15)
  and ($16::numeric is null or amount >= $16)
order by {order}
limit $1;
