-- Writes name no schema: they go into the build at hand. They are of one page of one tenant's events.

-- name: add_lines
-- Ids bear no blank, so that each line's invoices travel as one text.
with added as (
    select * from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::int[], $8::bigint[])
                  as n (customer_id, invoices, kind, at, stream, version, place)
), of_invoices as (
    insert into line_of_invoice (tenant, invoice_id, place)
    select $1, unnest(string_to_array(invoices, ' ')), place from added
), counted as (
    insert into line_count as c (tenant, customer_id, kind, number)
    select $1, customer_id, kind, count(*) from added group by customer_id, kind
    on conflict (tenant, customer_id, kind) do update set number = c.number + excluded.number
)
insert into line (tenant, customer_id, kind, at, stream, version, place)
select $1, customer_id, kind, at, stream, version, place from added;

-- name: count
insert into hour_count as c (tenant, hour, kind, detail, currency, number, amount)
select $1, date_trunc('hour', n.at, 'UTC'), n.kind, n.detail, n.currency, count(*), sum(n.amount)
from unnest($2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::bigint[])
     as n (at, kind, detail, currency, amount)
group by 2, 3, 4, 5
on conflict (tenant, hour, kind, detail, currency) do update
set number = c.number + excluded.number, amount = c.amount + excluded.amount;
