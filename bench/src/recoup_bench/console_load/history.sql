-- What a console has received, made where it is kept: of every invoice the events of its script, in their order.
-- Marks in the texts of a script stand for what differs: ids, days, amounts.

-- name: scripts
create temporary table script (
    script  text not null,
    nth     int  not null,
    days    int  not null,
    stream  text not null,
    version int  not null,
    type    text not null,
    data    text not null
);

-- name: register_customers
insert into store.event (gen, tenant, account, category, stream, version, id, type, slot, public,
                         at, actor, correlation_id, data)
select g.gen, $1, c.id, 'invoice.customer', replace(s.stream, '~cus~', c.id), s.version, gen_random_uuid(), s.type,
       0, false, $4, 'bench', $5,
       replace(replace(replace(s.data, '~cus~', c.id), '~name~', c.name), '~nth~', n::text)::json
from store.generation as g
cross join generate_series($2::int, $3::int) as n
cross join lateral (select 'cus_' || lpad(to_hex(n), 8, '0') as id,
    ($6::text[])[1 + n % cardinality($6)] || ' ' || ($7::text[])[1 + n / cardinality($6) % cardinality($7)]
    || ' ' || n as name) as c
join script as s on s.script = 'customer'
order by n;

-- name: issue_invoices
-- Every so many invoices are of the one customer who has most; a script goes on until today, and no further.
insert into store.event (gen, tenant, account, category, stream, version, id, type, slot, public,
                         at, actor, correlation_id, data)
select g.gen, $1, i.customer, split_part(s.stream, '-', 1), replace(s.stream, '~inv~', i.id), s.version,
       gen_random_uuid(), s.type, 0, false,
       i.due + s.days + interval '7 hours' + s.nth * interval '1 minute' + n % 600 * interval '1 minute', 'bench', $5,
       replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(s.data,
           '~inv~', i.id), '~cus~', i.customer), '~crd~', i.creditor), '~nth~', n::text),
           '"~total~"', i.total::text), '"~half~"', (i.total / 2)::text), '"~rest~"', (i.total - i.total / 2)::text),
           '~issued~', (i.due - 30)::text), '~due~', i.due::text), '~on~', (i.due + s.days)::text)::json
from store.generation as g
cross join generate_series($2::int, $3::int) as n
cross join lateral (select lpad(to_hex(n), 8, '0') as id,
    'cus_' || lpad(to_hex(case when n % $6 = 0 then 0 else 1 + n * 7919::bigint % ($7 - 1) end), 8, '0') as customer,
    'crd_' || n % 2 as creditor, 1000 + n * 104729::bigint % 2000000 as total,
    $4::date + 30 - ($8 - n) * 750 / $8 as due,
    ($9::text[])[1 + n * 7919::bigint % cardinality($9)] as script) as i
join script as s on s.script = i.script and i.due + s.days <= $4
order by s.nth, n;
