-- What waits for a second person, and what became of it.

-- name: tables
create table approval (
    tenant       text        not null,
    id           text        not null,
    kind         text        not null,
    subject_id   text        not null,
    creditor_id  text        not null,
    state        text        not null,
    requested    jsonb       not null,
    requested_at timestamptz not null,
    decided_by   text,
    reason       text,
    primary key (tenant, id)
);

-- name: indexes
create index approval_latest on approval (tenant, requested_at desc, id desc);
create index approval_waiting on approval (tenant, requested_at desc, id desc)
    where state = 'requested';
create index approval_about on approval (tenant, subject_id, requested_at desc);
