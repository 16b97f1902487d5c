"""One document of several: what means the same stands once, what does not is told apart."""

from typing import Any

import pytest

from gateway.merging import Clash, merged

Schemas = dict[str, Any]
AMOUNT = {"type": "string"}
TEXT = {"type": "string"}
NUMBER = {"type": "integer"}


def refers(name: str) -> Schemas:
    return {"$ref": f"#/components/schemas/{name}"}


def describing(path: str, schemas: Schemas, **more: Any) -> dict[str, Any]:
    """A service that answers one question with the first of its schemas."""
    shown = refers(next(iter(schemas)))
    answer = {"200": {"content": {"application/json": {"schema": shown}}}}
    return {
        "openapi": "3.1.0",
        "tags": [{"name": path, "description": "about it"}],
        "paths": {path: {"get": {"responses": answer}}},
        "components": {"schemas": schemas, **more},
    }


def together(**documents: dict[str, Any]) -> Any:
    by_name = {package.replace("_", "-"): each for package, each in documents.items()}
    return merged(by_name, {"title": "all"}, [])


def shown(document: Any, path: str) -> str:
    answer = document["paths"][path]["get"]["responses"]["200"]
    return str(answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2])


def test_what_is_alike_stands_once() -> None:
    whole = together(
        invoice=describing("/v1/a", {"A": refers("Amount"), "Amount": AMOUNT}),
        dispute=describing("/v1/b", {"B": refers("Amount"), "Amount": AMOUNT}),
    )
    assert list(whole["components"]["schemas"]) == ["A", "Amount", "B"]
    assert list(whole["paths"]) == ["/v1/a", "/v1/b"]
    assert [tag["name"] for tag in whole["tags"]] == ["/v1/a", "/v1/b"]


def test_a_name_with_two_meanings_is_told_apart_by_the_service() -> None:
    whole = together(
        invoice=describing("/v1/a", {"Shown": TEXT}),
        payment_plan=describing("/v1/b", {"Shown": NUMBER}),
    )
    assert whole["components"]["schemas"] == {"InvoiceShown": TEXT, "PaymentPlanShown": NUMBER}
    assert shown(whole, "/v1/a") == "InvoiceShown"
    assert shown(whole, "/v1/b") == "PaymentPlanShown"


def test_what_refers_to_two_meanings_has_two_itself() -> None:
    whole = together(
        invoice=describing("/v1/a", {"Page": refers("Row"), "Row": TEXT}),
        dispute=describing("/v1/b", {"Page": refers("Row"), "Row": NUMBER}),
    )
    assert set(whole["components"]["schemas"]) == {
        "InvoicePage",
        "InvoiceRow",
        "DisputePage",
        "DisputeRow",
    }
    assert whole["components"]["schemas"]["InvoicePage"] == refers("InvoiceRow")


def test_what_refers_to_itself_is_compared_as_well() -> None:
    tree = {"items": refers("Tree")}
    whole = together(
        invoice=describing("/v1/a", {"Tree": tree}), dispute=describing("/v1/b", {"Tree": tree})
    )
    assert whole["components"]["schemas"] == {"Tree": tree}


def test_two_services_cannot_have_one_path() -> None:
    with pytest.raises(Clash, match="dispute describes /v1/a otherwise"):
        together(
            invoice=describing("/v1/a", {"A": TEXT}), dispute=describing("/v1/a", {"B": NUMBER})
        )


def test_shared_answers_must_agree() -> None:
    with pytest.raises(Clash, match="Problem404"):
        together(
            invoice=describing("/v1/a", {"A": TEXT}, responses={"Problem404": {"x": 1}}),
            dispute=describing("/v1/b", {"B": TEXT}, responses={"Problem404": {"x": 2}}),
        )
