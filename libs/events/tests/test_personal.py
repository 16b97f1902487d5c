"""Personal values say whose they are wherever they are written."""

from recoup_events.invoice import CustomerDetailsChanged, Person, PersonSource
from recoup_events.kernel.ids import PersonId

ADA = Person(
    person_id=PersonId("per_1"),
    external_id="P-1",
    source=PersonSource.ERP,
    name="Ada",
    roles=(),
    emails=("ada@example.com",),
)


def test_a_personal_value_is_written_with_whose_it_is() -> None:
    written = ADA.model_dump(mode="json")
    assert written["name"] == {"person": "per_1", "value": "Ada"}
    assert written["emails"] == {"person": "per_1", "value": ["ada@example.com"]}
    assert written["person_id"] == "per_1"


def test_it_is_read_as_it_was() -> None:
    assert Person.model_validate_json(ADA.model_dump_json()) == ADA


def test_in_python_it_is_plain() -> None:
    assert ADA.model_dump()["name"] == "Ada"


def test_whose_it_is_is_said_for_each_person_of_a_customer() -> None:
    changed = CustomerDetailsChanged.model_validate(
        {
            "customer_id": "cus_1",
            "name": "Bolts",
            "kind": "sole_trader",
            "country": "DE",
            "time_zone": "Europe/Berlin",
            "language": "de",
            "persons": [ADA],
        }
    )
    written = changed.model_dump(mode="json")
    assert written["name"]["person"] == "cus_1"
    assert written["persons"][0]["name"]["person"] == "per_1"
