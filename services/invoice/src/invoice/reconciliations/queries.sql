-- Reads are of the schema invoice, where the live build is shown.

-- name: list_reconciliations
select id, creditor_id, external_id, compared, differences, recorded_at,
       created_at, updated_at
from invoice.reconciliation
left join (select * from invoice.resource where category = 'reconciliation') as dates using (tenant, id)
where ($2::timestamptz is null or (recorded_at, id) < ($2, $3))
  and ($4::text is null or creditor_id = $4)
  and ($5::timestamptz is null or updated_at >= $5)
order by recorded_at desc, id desc
limit $1;

-- name: list_differences
-- Beside what was found, what is owed now, by which a difference is seen to be settled.
select d.place, d.found, d.settlement, i.currency, i.balance
from invoice.difference as d
left join invoice.invoice as i on i.id = d.invoice_id
where d.reconciliation_id = $2 and ($3::bigint is null or d.place > $3)
  and ($4::boolean is null
       or $4 = (d.settlement is not null
                or coalesce(i.balance = (d.found -> 'erp' ->> 'minor_units')::numeric
                            and i.currency = d.found -> 'erp' ->> 'currency', false)))
order by d.place
limit $1;

-- name: balances
select external_id, id, currency, balance
from invoice.invoice
where creditor_id = $1 and source = 'erp' and external_id = any($2);
