-- What fell due for a tenant at rest is set aside: whoever looks for due timers would come past it at every look.

alter table store.timer add column was_due_at timestamptz;
create index timer_at_rest on store.timer (tenant) where was_due_at is not null;

-- Set anew, it is as it is set; what sets it aside is the only one to say "never".
create function store.wake_timer() returns trigger language plpgsql as $$
begin
    if new.due_at < 'infinity' then
        new.was_due_at := null;
    end if;
    return new;
end
$$;
create trigger set_anew before update on store.timer
for each row when (old.was_due_at is not null) execute function store.wake_timer();

create policy set_aside on store.timer for update to recoup_worker using (true);
grant update (due_at, was_due_at) on store.timer to recoup_worker;
