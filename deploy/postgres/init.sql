-- The databases and roles `recoup up` makes, for a server that runs in a container; see ADR-0011.
-- Run by psql as the superuser, once; POSTGRES_PASSWORD becomes the password of every role.

\set ON_ERROR_STOP on
\getenv password POSTGRES_PASSWORD

create role recoup_app nologin;
create role recoup_worker nologin;
create role recoup_owner nologin;

create temporary table service (name text);
insert into service values
    ('invoice'), ('workflow_scheduler'), ('notification'), ('dispute'), ('payment_plan');

select format('create role %I login noinherit password %L', 'recoup_' || name || kind, :'password')
from service, (values ('_owner'), ('')) as kinds (kind)
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
