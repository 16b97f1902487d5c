from httpx import AsyncClient

ROUTES = {
    "/v1/creditors": {"get", "post"},
    "/v1/creditors/by-code/{code}": {"put"},
    "/v1/creditors/{id}": {"get", "put"},
    "/v1/creditors/{id}/bank-accounts": {"put"},
    "/v1/creditors/{id}/bank-accounts/confirmation": {"post"},
    "/v1/creditors/{id}/bank-accounts/rejection": {"post"},
    "/v1/customers": {"get", "post"},
    "/v1/customers/by-external-id/{external_id}": {"put"},
    "/v1/customers/{id}": {"get", "patch"},
    "/v1/customers/{id}/persons": {"post"},
    "/v1/customers/{id}/persons/{person_id}": {"patch", "delete"},
    "/v1/customers/{id}/conditions": {"get", "post"},
    "/v1/customers/{id}/conditions/{condition_id}/lift": {"post"},
    "/v1/customers/{id}/statement": {"get"},
    "/v1/customers/bulk": {"post"},
    "/v1/invoices": {"get", "post"},
    "/v1/invoices/bulk": {"post"},
    "/v1/payments/bulk": {"post"},
    "/v1/invoices/by-external-id/{external_id}": {"put"},
    "/v1/invoices/{id}": {"get", "patch"},
    "/v1/invoices/{id}/adjustments": {"post"},
    "/v1/invoices/{id}/cancellation": {"post"},
    "/v1/invoices/{id}/chase": {"post"},
    "/v1/payments": {"get", "post"},
    "/v1/payments/{id}": {"get"},
    "/v1/payments/{id}/allocations": {"post"},
    "/v1/payments/{id}/allocations/{allocation_id}/unallocation": {"post"},
    "/v1/payments/{id}/allocations/{allocation_id}/reallocation": {"post"},
    "/v1/payments/{id}/refunds": {"post"},
    "/v1/payments/{id}/reversal": {"post"},
    "/v1/releases": {"post"},
    "/v1/releases/{id}": {"get"},
    "/v1/credit-notes": {"get", "post"},
    "/v1/credit-notes/{id}": {"get"},
    "/v1/credit-notes/{id}/allocations": {"post"},
    "/v1/credit-notes/{id}/allocations/{allocation_id}/unallocation": {"post"},
    "/v1/credit-notes/{id}/cancellation": {"post"},
    "/v1/aging": {"get"},
}


async def test_the_description_lists_every_route(erp: AsyncClient) -> None:
    described = (await erp.get("/openapi.json")).json()
    assert {path: set(methods) for path, methods in described["paths"].items()} == ROUTES
