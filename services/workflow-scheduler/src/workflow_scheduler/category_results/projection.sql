-- Writes name no schema: they go into the build at hand.

-- name: owe
-- An enrolment is owed once, whatever it is planned anew for.
insert into category_result (tenant, enrolment_id, kind, pos, customer_id, category, currency, amount, at)
values ($1, $2, 'owed', 0, $3,
        coalesce((select category from customer_category where tenant = $1 and customer_id = $3), 'undecided'),
        $4, $5, $6)
on conflict do nothing;

-- name: recover
insert into category_result (tenant, enrolment_id, kind, pos, customer_id, category, currency, amount, at)
select $1, $2, 'recovered', $5, e.customer_id, coalesce(c.category, 'undecided'), e.currency,
       $3::numeric, $4
from enrolment as e left join customer_category as c using (tenant, customer_id)
where e.tenant = $1 and e.id = $2 and $3::numeric is not null
on conflict do nothing;

-- name: end
insert into category_result (tenant, enrolment_id, kind, pos, customer_id, category, currency, amount, at,
                             outcome, days)
select $1, $2, 'ended', $5, e.customer_id, coalesce(c.category, 'undecided'), e.currency, 0, $4,
       $3, ($4::timestamptz at time zone 'UTC')::date - e.due_date
from enrolment as e left join customer_category as c using (tenant, customer_id)
where e.tenant = $1 and e.id = $2
on conflict do nothing;
