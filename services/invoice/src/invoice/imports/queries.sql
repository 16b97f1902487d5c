-- Files and rows of imports; each statement sees one tenant's.

-- name: put_chunk
insert into imports.chunk (tenant, file, n, sha256, data, received_at) values ($1, $2, $3, $4, $5, $6)
on conflict (tenant, file, n) do nothing;

-- name: has_chunk
select sha256 from imports.chunk where file = $1 and n = $2;

-- name: chunks_here
select n from imports.chunk where file = $1 order by n;

-- name: read_chunks
select data from imports.chunk where file = $1 and n >= $2 order by n limit $3;

-- name: drop_file
delete from imports.chunk where file = $1;

-- name: forget_files
-- A file goes as a whole, once its latest chunk is old enough; a few at once, the oldest first.
with oldest as (
    select c.tenant, c.file from imports.chunk as c where c.received_at < $1
    group by c.tenant, c.file
    having not exists (
        select from imports.chunk as later
        where later.tenant = c.tenant and later.file = c.file and later.received_at >= $1
    )
    order by min(c.received_at) limit $2
), gone as (
    delete from imports.chunk as c using oldest as o where c.tenant = o.tenant and c.file = o.file
    returning c.tenant, c.file
)
select count(distinct (tenant, file)) from gone;

-- name: note_end
insert into imports.ended (tenant, import_id, ended_at) values ($1, $2, $3)
on conflict (tenant, import_id) do update set ended_at = excluded.ended_at;

-- name: note_beginning
-- The same file once more is the same import.
delete from imports.ended where tenant = $1 and import_id = $2;

-- name: forget_outcomes
-- Of the import that ended first, some at once; when none is left, it is done with.
with oldest as (
    select tenant, import_id from imports.ended where ended_at < $1 order by ended_at limit 1
), part as (
    select r.tenant, r.import_id, r.row from oldest as o join imports.row as r using (tenant, import_id)
    order by r.row limit $2
), gone as (
    delete from imports.row as r using part as p
    where r.tenant = p.tenant and r.import_id = p.import_id and r.row = p.row
), done as (
    delete from imports.ended as e using oldest as o
    where e.tenant = o.tenant and e.import_id = o.import_id and not exists (select from part)
)
select count(*) from oldest;

-- name: forget_rows
-- What was read behind a place is read again after a crash.
delete from imports.row where import_id = $1 and row > $2;

-- name: stage
insert into imports.row (tenant, import_id, row, line, location, kind, rank, account, turn, identity, external_id,
                         body, outcome, code, detail, errors)
select $1, $2, * from unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::smallint[], $8::text[],
                             $9::text[], $10::bigint[], $11::text[], $12::text[], $13::text[], $14::text[],
                             $15::text[], $16::text[]);

-- name: repeated
-- Of what was just read, what an earlier row named already. One scan, and a search for each row: without
-- statistics, which a table in the middle of an import lacks, two rows were joined as each with each.
select new.row, first.row as first, first.line, first.body = new.body as same
from imports.row as new
cross join lateral (
    select e.row, e.line, e.body from imports.row as e
    where e.import_id = new.import_id and e.identity = new.identity and e.row < new.row
    order by e.identity, e.row limit 1
) as first
where new.import_id = $1 and new.row > $2 and new.outcome is null;

-- name: next_rows
select row, rank, turn, kind, body from imports.row
where import_id = $1 and (rank, turn, row) > ($2, $3, $4) and outcome is null
order by rank, turn, row limit $5;

-- name: next_accounts
-- Whole accounts, until their rows are enough.
select account from (
    select account, sum(count(*)) over (order by account) - count(*) as before
    from imports.row where import_id = $1 and account > $2 and outcome is null group by account
    order by account limit $3
) as counted where before < $4 order by account;

-- name: rows_of_accounts
select row, kind, body from imports.row
where import_id = $1 and account = any($2) and outcome is null
order by rank, row;

-- name: record_outcomes
update imports.row as r
set outcome = o.outcome, resource_id = o.id, code = o.code, detail = o.detail, errors = o.errors
from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    as o (row, outcome, id, code, detail, errors)
where r.import_id = $1 and r.row = o.row;

-- name: count_outcomes
select coalesce(outcome, 'waiting') as outcome, count(*) as count
from imports.row where import_id = $1 group by 1;

-- name: list_outcomes
select row, line, location, kind, external_id, resource_id, outcome, code, detail, errors
from imports.row
where import_id = $1 and row > $2 and ($3::text is null or coalesce(outcome, 'waiting') = $3)
order by row limit $4;

-- name: not_in_file
-- What is open here, and the file of open items does not name.
select i.external_id, i.currency, i.balance from invoice.invoice as i
where i.creditor_id = $2 and i.source = 'erp' and i.balance > 0 and i.external_id > $3
  and not exists (select from imports.row as r where r.import_id = $1 and r.external_id = i.external_id)
order by i.external_id limit $4;

-- name: put_mapping
insert into imports.mapping (tenant, name, content, created_at, updated_at) values ($1, $2, $3, $4, $4)
on conflict (tenant, name) do update set content = excluded.content, updated_at = excluded.updated_at
returning (xmax = 0) as new, created_at, updated_at;

-- name: read_mapping
select name, content, created_at, updated_at from imports.mapping where name = $1;

-- name: list_mappings
select name, content, created_at, updated_at from imports.mapping
where ($2::text is null or name > $2) and ($3::timestamptz is null or updated_at >= $3)
order by name limit $1;

-- name: drop_mapping
delete from imports.mapping where name = $1;
