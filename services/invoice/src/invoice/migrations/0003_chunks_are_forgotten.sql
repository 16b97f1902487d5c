-- Chunks that no import took in their time are forgotten, of whichever tenant they are.
alter table imports.chunk add column received_at timestamptz not null default now();
alter table imports.chunk alter column received_at drop default;
create index chunk_oldest on imports.chunk (received_at);
create policy forget on imports.chunk for delete to recoup_worker using (true);
create policy look_up on imports.chunk for select to recoup_worker using (true);
grant select (tenant, file, n, received_at), delete on imports.chunk to recoup_worker;
