-- Whoever owns the database may make it: it is a trusted extension, and comes with PostgreSQL.
create extension if not exists pg_trgm with schema store;
