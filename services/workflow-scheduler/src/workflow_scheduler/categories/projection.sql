-- Writes name no schema: they go into the build at hand.

-- name: categorise
insert into customer_category (tenant, customer_id, category, overridden, since, unorganized,
                               going_out_of_business, angry)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (tenant, customer_id) do update
set category = excluded.category, overridden = excluded.overridden, since = excluded.since,
    unorganized = excluded.unorganized, going_out_of_business = excluded.going_out_of_business,
    angry = excluded.angry;
