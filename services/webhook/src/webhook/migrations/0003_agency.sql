-- Which partner agency an event concerns: an agency's endpoint is told of nothing else.
alter table feed.event add column agency_id text;
