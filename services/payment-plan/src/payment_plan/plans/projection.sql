-- Writes name no schema: they go into the build at hand.

-- name: agree_plan
insert into board (tenant, id, customer_id, creditor_id, invoice_ids, agreed, remaining, agreed_at, schedule)
values ($1, $2, $3, $4, $5, $6, $7, $8, $6::jsonb -> 'schedule');

-- name: set_remaining
-- What was paid off is broken as before once something is owed again.
update board
set remaining = $3::numeric, state = case when state = 'paid_off' and $3::numeric > 0 then 'broken' else state end
where tenant = $1 and id = $2;

-- name: lower_plan
update board set remaining = $3, schedule = $4 where tenant = $1 and id = $2;

-- name: cure_instalment
update board set missed = array(select day from unnest(missed) as day where day <> all($3::date[]))
where tenant = $1 and id = $2;

-- name: miss_instalment
update board set missed = missed || $3::date where tenant = $1 and id = $2;

-- name: suspend_plan
update board
set suspended_since = $3, suspended_by = $4,
    missed = array(select day from unnest(missed) as day where day <> all($5::date[]))
where tenant = $1 and id = $2;

-- name: resume_plan
update board
set suspended_since = null, suspended_by = null, suspensions = suspensions || $3::jsonb
where tenant = $1 and id = $2;

-- name: set_state
update board set state = $3, reason = $4 where tenant = $1 and id = $2;

-- name: cancel_plan
update board set state = 'cancelled', reason = $3, replaced_by = $4 where tenant = $1 and id = $2;

-- name: break_plan
update board set state = 'broken', broken_by = $3, reason = null where tenant = $1 and id = $2;

-- name: breach_covenant
update board set breaches = breaches || $3::jsonb where tenant = $1 and id = $2;

-- name: cure_covenant
update board
set breaches = coalesce(
    (select jsonb_agg(each) from jsonb_array_elements(breaches) as each
     where each -> 'overdue' ->> 'receivable_id' <> $3),
    '[]')
where tenant = $1 and id = $2;

-- name: reinstate_plan
update board
set state = 'running', missed = array(select day from unnest(missed) as day where day <> all($3::date[]))
where tenant = $1 and id = $2;

-- name: promise
insert into promise (tenant, plan_id, creditor_id, currency, agreed_on, due_on, amount, upto)
select $1, $2, $3, $4, each.due_on, each.due_on, each.amount, sum(each.amount) over (order by each.due_on)
from unnest($5::date[], $6::numeric[]) as each (due_on, amount);

-- name: fill_promises
insert into promise_filled (tenant, plan_id, allocation_id, counted_on, amount, position)
values ($1, $2, $3, $4, $5, $6);

-- name: fill_by_credit
-- By what the instalments are not lower.
insert into promise_filled (tenant, plan_id, allocation_id, counted_on, amount, position)
select $1, $2, null, $3, rest, $6::bigint
from (
    select $4::numeric - sum(p.amount) + (select sum(each) from unnest($5::numeric[]) as each) as rest
    from promise as p
    where p.tenant = $1 and p.plan_id = $2
) as credited
where rest > 0;

-- name: lower_promises
update promise as p
set amount = lower.amount, upto = lower.upto
from (
    select each.agreed_on, each.amount, sum(each.amount) over (order by each.agreed_on) as upto
    from unnest($3::date[], $4::numeric[]) as each (agreed_on, amount)
) as lower
where p.tenant = $1 and p.plan_id = $2 and p.agreed_on = lower.agreed_on;

-- name: empty_promises
-- As if so much of the allocation had never counted.
insert into promise_filled (tenant, plan_id, allocation_id, counted_on, amount, position)
select $1, $2, $3, counted_on, -$4::numeric, $5::bigint
from promise_filled
where tenant = $1 and plan_id = $2 and allocation_id = $3
order by position
limit 1;

-- name: judge_promises
update promise as p
set paid_on = (
    select min(day)
    from (
        select counted_on as day, sum(sum(amount)) over (order by counted_on) as filled
        from promise_filled
        where tenant = $1 and plan_id = $2
        group by counted_on
    ) as reached
    where reached.filled >= p.upto)
where p.tenant = $1 and p.plan_id = $2;

-- name: miss_promise
update promise set missed = true where tenant = $1 and plan_id = $2 and agreed_on = $3;

-- name: judge_anew
update promise set missed = false where tenant = $1 and plan_id = $2 and agreed_on = any($3::date[]);

-- name: put_off
update promise set due_on = due_on + ($4::date - $3::date)
where tenant = $1 and plan_id = $2 and due_on >= $3;
