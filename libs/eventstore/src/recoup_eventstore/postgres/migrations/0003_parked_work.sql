-- Not only messages are set aside (ADR-0015): a timer, an effect, and an own event that a read model
-- cannot apply have the loop's or read model's name for their topic, and the stream they are about.
alter table store.parked
    add column kind text not null default 'message',
    add column account text,
    add column category text,
    add column stream text,
    drop constraint parked_topic_partition_offset_key;
create unique index parked_message_place on store.parked (topic, partition, "offset") where kind = 'message';
create unique index parked_work_place on store.parked (kind, topic, partition, tenant, stream) where kind <> 'message';
alter table store.parked_history add column kind text not null default 'message';

drop view store.parked_message;
create view store.parked_message with (security_invoker) as
select p.*, newest.headers as corrected_headers, newest.value as corrected_value
from store.parked as p
left join lateral (
    select h.headers, h.value from store.parked_history as h
    where h.seq = p.seq and h.action = 'edited' order by h.id desc limit 1
) as newest on true;
grant select on store.parked_message to recoup_app, recoup_worker;
