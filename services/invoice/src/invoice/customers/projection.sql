-- Writes name no schema: they go into the build at hand.

-- name: register_customer
insert into customer (tenant, id, external_id, name, kind, country, subdivision, time_zone,
                      language, addresses, persons)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: change_customer
update customer
set name = $3, kind = $4, country = $5, subdivision = $6, time_zone = $7, language = $8,
    addresses = $9, persons = $10
where tenant = $1 and id = $2;

-- name: change_group
update customer set parent_id = $3, pays_for = $4 where tenant = $1 and id = $2;

-- name: record_condition
insert into customer_condition (tenant, customer_id, number, id, condition, creditor_id, source,
                                effective_from, effective_until, note)
select $1, $2, 1 + count(*), $3, $4, $5, $6, $7, $8, $9
from customer_condition
where tenant = $1 and customer_id = $2;

-- name: lift_condition
update customer_condition
set lifted = jsonb_build_object('reason', $4::text, 'effective_from', $5::date)
where tenant = $1 and customer_id = $2 and id = $3;
