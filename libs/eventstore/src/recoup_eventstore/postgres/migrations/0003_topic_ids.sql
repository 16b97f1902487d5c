-- Which topic of a name was published to and read from: one that was deleted and made anew has another id,
-- and neither cursors nor offsets of the old one say anything about it.
create table store.topic (
    topic text primary key,
    id    uuid not null
);
grant select, insert, update on store.topic to recoup_app, recoup_worker;
