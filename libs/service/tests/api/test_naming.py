import pytest
from pydantic import ValidationError

from recoup_events.kernel.ids import TenantId, derived
from recoup_service.api.named_resources import CustomerNamed, InvoiceNamed

ACME = TenantId("acme")


class Named(CustomerNamed, InvoiceNamed):
    pass


def test_the_erps_ids_are_translated() -> None:
    named = Named(customer_external_id="C-1", invoice_external_id="SO-1")
    assert named.customer_in(ACME) == derived("cus", ACME, "C-1")
    assert named.invoice_in(ACME) == derived("inv", ACME, "SO-1")


def test_recoups_ids_are_taken_as_they_are() -> None:
    named = Named(customer_id="cus_1", invoice_id="inv_1")
    assert (named.customer_in(ACME), named.invoice_in(ACME)) == ("cus_1", "inv_1")


def test_a_problem_points_at_the_name_that_was_sent() -> None:
    named = Named(customer_id="cus_1", invoice_external_id="SO-1")
    assert named.customer_pointer == "/customer_id"
    assert named.invoice_pointer == "/invoice_external_id"


@pytest.mark.parametrize("names", [{}, {"customer_id": "cus_1", "customer_external_id": "C-1"}])
def test_a_customer_is_named_once(names: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="either customer_external_id or customer_id"):
        CustomerNamed.model_validate(names)


@pytest.mark.parametrize("names", [{}, {"invoice_id": "inv_1", "invoice_external_id": "SO-1"}])
def test_an_invoice_is_named_once(names: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="either invoice_external_id or invoice_id"):
        InvoiceNamed.model_validate(names)


def test_a_misspelt_name_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        CustomerNamed.model_validate({"customer": "C-1", "customer_id": "cus_1"})
