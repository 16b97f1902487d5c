-- Customers whose category has changed at least once.

-- name: tables
create table customer_category (
    tenant                text        not null,
    customer_id           text        not null,
    category              text        not null,
    overridden            boolean     not null,
    since                 timestamptz not null,
    unorganized           int         not null,
    going_out_of_business int         not null,
    angry                 int         not null,
    primary key (tenant, customer_id)
);

-- name: indexes
create index customer_category_latest on customer_category (tenant, since desc, customer_id desc);
create index customer_category_of on customer_category (tenant, category, since desc);
