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

-- name: record_insolvency
update customer set insolvent_from = $3 where tenant = $1 and id = $2;

-- name: cease_contact
update customer set contact_ceased_from = $3 where tenant = $1 and id = $2;
