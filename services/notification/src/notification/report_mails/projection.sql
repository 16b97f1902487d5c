-- Writes name no schema: they go into the build at hand.

-- name: ask_report_mail
insert into report_mail (tenant, id, run_id, schedule_id, asked_at) values ($1, $2, $3, $4, $5);

-- name: attempt_report_mail
update report_mail set attempts = $3 where tenant = $1 and id = $2;

-- name: defer_report_mail
update report_mail set reason = $3 where tenant = $1 and id = $2;

-- name: end_report_mail
update report_mail set state = $3, reason = $4, ended_at = $5 where tenant = $1 and id = $2;
