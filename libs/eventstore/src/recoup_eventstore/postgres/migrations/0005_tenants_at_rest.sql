-- Tenants that are suspended or have ended: nothing falls due for them. Who they are, a service folds from the
-- operator's events into the view "tenant".

create index document_tenant_at_rest on store.document (id)
where view = 'tenant' and tenant = 'platform' and content->>'state' <> 'open';

create view store.tenant_at_rest with (security_invoker) as
select d.id as tenant from store.document as d
where d.view = 'tenant' and d.tenant = 'platform' and d.content->>'state' <> 'open';
grant select on store.tenant_at_rest to recoup_worker;
