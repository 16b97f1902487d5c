-- Imports as lists show them; their files and rows are no read model, and kept apart.

-- name: tables
create table import (
    tenant       text        not null,
    id           text        not null,
    created      text        not null,
    announced_at timestamptz not null,
    state        text        not null,
    counts       text        not null,
    failed_in    text,
    reason       text,
    started_at   timestamptz,
    ended_at     timestamptz,
    primary key (tenant, id)
);

-- name: indexes
create index import_latest on import (tenant, announced_at desc, id desc);
