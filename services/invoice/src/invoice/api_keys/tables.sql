-- API keys as they are now; their secrets are nowhere.

-- name: tables
create table api_key (
    tenant      text   not null,
    id          text   not null,
    name        text   not null,
    scopes      text[] not null,
    env         text   not null,
    expires_at  timestamptz,
    replaced_by text,
    reason      text,
    requests_per_second int,
    burst       int,
    agency_id   text,
    primary key (tenant, id)
);

-- name: indexes
