-- The databases and roles `recoup up` makes, for a server that runs in a container; see ADR-0011.
-- Run by psql as the superuser, once. Each role has a password of its own, from the environment; without one nothing is made.

\set ON_ERROR_STOP on
\getenv invoice RECOUP_INVOICE_PASSWORD
\getenv invoice_owner RECOUP_INVOICE_OWNER_PASSWORD
\getenv workflow_scheduler RECOUP_WORKFLOW_SCHEDULER_PASSWORD
\getenv workflow_scheduler_owner RECOUP_WORKFLOW_SCHEDULER_OWNER_PASSWORD
\getenv notification RECOUP_NOTIFICATION_PASSWORD
\getenv notification_owner RECOUP_NOTIFICATION_OWNER_PASSWORD
\getenv dispute RECOUP_DISPUTE_PASSWORD
\getenv dispute_owner RECOUP_DISPUTE_OWNER_PASSWORD
\getenv payment_plan RECOUP_PAYMENT_PLAN_PASSWORD
\getenv payment_plan_owner RECOUP_PAYMENT_PLAN_OWNER_PASSWORD

\getenv console RECOUP_CONSOLE_PASSWORD
\getenv console_owner RECOUP_CONSOLE_OWNER_PASSWORD

\getenv webhook RECOUP_WEBHOOK_PASSWORD
\getenv webhook_owner RECOUP_WEBHOOK_OWNER_PASSWORD

create temporary table service (
    name text,
    password text check (password <> ''),
    owner_password text check (owner_password <> '')
);
insert into service values ('invoice', :'invoice', :'invoice_owner');
insert into service values ('workflow_scheduler', :'workflow_scheduler', :'workflow_scheduler_owner');
insert into service values ('notification', :'notification', :'notification_owner');
insert into service values ('dispute', :'dispute', :'dispute_owner');
insert into service values ('payment_plan', :'payment_plan', :'payment_plan_owner');
insert into service values ('console', :'console', :'console_owner');
insert into service values ('webhook', :'webhook', :'webhook_owner');

create role recoup_app nologin;
create role recoup_worker nologin;
create role recoup_owner nologin;

select format('create role %I login noinherit password %L', 'recoup_' || name || kind, password)
from (
    select name, '_owner' as kind, owner_password as password from service
    union all
    select name, '', password from service
) as logins
\gexec

-- The owner makes what the service uses; the service says in each session as whom it speaks.
select format('grant recoup_owner to %I with inherit true', 'recoup_' || name || '_owner')
from service
\gexec
select format('grant recoup_app, recoup_worker to %I with inherit false, set true', 'recoup_' || name)
from service
\gexec

select format('create database %1$I owner %2$I', 'recoup_' || name, 'recoup_' || name || '_owner')
from service
\gexec
select format('revoke all on database %I from public', 'recoup_' || name)
from service
\gexec
select format('grant connect on database %1$I to %1$I', 'recoup_' || name)
from service
\gexec
