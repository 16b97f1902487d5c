-- The plan board: what was agreed, and how much of it has been kept.

-- name: tables
create table board (
    tenant      text        not null,
    id          text        not null,
    customer_id text        not null,
    creditor_id text        not null,
    invoice_ids text[]      not null,
    agreed      jsonb       not null, -- the event: slices, schedule, time zone, days of grace
    schedule    jsonb       not null, -- by now, after credits
    remaining   numeric     not null, -- in minor units of the plan's currency
    missed      date[]      not null default '{}',
    suspended_since date,
    suspended_by    text,
    suspensions jsonb       not null default '[]', -- those that have ended
    breaches    jsonb       not null default '[]', -- new invoices that are overdue
    broken_by   text,
    state       text        not null default 'running',
    reason      text,
    replaced_by text,
    agreed_at   timestamptz not null,
    primary key (tenant, id)
);

-- Instalments one by one: each is a promise, kept when it is filled by its day.
create table promise (
    tenant       text    not null,
    plan_id      text    not null,
    agreed_on    date    not null, -- the day that was agreed
    due_on       date    not null, -- later by the days on which the clock stood still
    creditor_id  text    not null,
    currency     text    not null,
    amount       numeric not null,
    upto         numeric not null, -- with all instalments before
    paid_on      date, -- by which money and credits came to ``upto``, by the days from which they count
    missed       boolean not null default false,
    primary key (tenant, plan_id, agreed_on)
);

-- What fills them, with the day from which it counts, whenever it was booked; below zero where it was taken off.
create table promise_filled (
    tenant        text    not null,
    plan_id       text    not null,
    position      bigint  not null, -- of its event
    allocation_id text,
    counted_on    date    not null,
    amount        numeric not null,
    primary key (tenant, plan_id, position)
);

-- name: indexes
create index promise_by_day on promise (tenant, due_on);
create index board_latest on board (tenant, agreed_at desc, id desc);
create index board_of_customer on board (tenant, customer_id, agreed_at desc, id desc);
create index board_of_invoice on board using gin (invoice_ids);
