-- Writes name no schema: they go into the build at hand.

-- name: agree_plan
insert into board (tenant, id, customer_id, creditor_id, invoice_ids, agreed, remaining, agreed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: set_remaining
update board set remaining = $3 where tenant = $1 and id = $2;

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

-- name: end_plan
update board set state = $3, reason = $4 where tenant = $1 and id = $2;

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
