-- What simulations came to, part by part, and each message that is not the same: no events, and kept
-- beside the past that they were made from.
create table past.part (
    tenant        text not null,
    simulation_id text not null,
    part          int  not null,
    result        text not null,
    primary key (tenant, simulation_id, part)
);

create table past.row (
    tenant        text   not null,
    simulation_id text   not null,
    part          int    not null,
    n             int    not null,
    body          text   not null,
    primary key (tenant, simulation_id, part, n)
);

do $$
declare owned text;
begin
    foreach owned in array array['part', 'row'] loop
        execute format('alter table past.%I enable row level security', owned);
        execute format('alter table past.%I force row level security', owned);
        execute format(
            'create policy own_tenant on past.%I to recoup_app
             using (tenant = nullif(current_setting(''app.tenant'', true), ''''))
             with check (tenant = nullif(current_setting(''app.tenant'', true), ''''))', owned);
        execute format('grant select, insert, update, delete on past.%I to recoup_app', owned);
    end loop;
end
$$;

-- A replay reads what was decided about a customer, stream by stream of an account.
create index event_of_account on store.event (tenant, account);
