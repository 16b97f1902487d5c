"""A new service stands wherever the one it is modelled on stands, and nothing else is changed."""

from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path

import pytest
import yaml

from recoup_cli.new_service.copy import in_documents, in_lists
from recoup_cli.new_service.names import Named, checked
from recoup_cli.new_service.places import BESIDE, DOCUMENTS, LISTS, MODEL, changes
from recoup_cli.stack.errors import StackFailed

ROOT = Path(__file__).parents[3]
NEW = Named("small-claim", "/v1/claims")
CHANGED = {str(file.relative_to(ROOT)): text for file, text in changes(ROOT, NEW).items()}


def spelt(text: str, service: Named) -> Iterator[int]:
    return (
        text.count(word)
        for word in (service.name, service.package, service.package.upper(), service.route)
    )


@pytest.mark.parametrize("place", [*LISTS, *DOCUMENTS])
def test_it_is_named_as_often_as_its_model_in_every_place(place: str) -> None:
    assert list(spelt(CHANGED[place], NEW)) == list(spelt(CHANGED[place], MODEL))
    assert MODEL.is_in(CHANGED[place])


@pytest.mark.parametrize("place", [*LISTS, *DOCUMENTS])
def test_what_was_there_stays(place: str) -> None:
    before = (ROOT / place).read_text().splitlines()
    gone = [line for line in ndiff(before, CHANGED[place].splitlines()) if line.startswith("- ")]
    assert all(MODEL.feature in line or (BESIDE.is_in(line) and MODEL.is_in(line)) for line in gone)


@pytest.mark.parametrize("place", [place for place in CHANGED if place.endswith((".yml", ".yaml"))])
def test_yaml_stays_yaml(place: str) -> None:
    assert all(yaml.safe_load_all(CHANGED[place]))


def test_it_gets_a_port_of_its_own() -> None:
    services = yaml.safe_load(CHANGED["docker-compose.yml"])["services"].values()
    ports = [port for service in services for port in service.get("ports", [])]
    assert len(ports) == len(set(ports)) == len({port.split(":-")[1] for port in ports})


def test_words_of_one_line_go_on_as_they_are_separated() -> None:
    line = "topics: recoup.dispute recoup.payment_plan # all\n"
    wanted = "topics: recoup.dispute recoup.payment_plan recoup.small_claim # all\n"
    assert in_lists(line, MODEL, BESIDE, NEW) == wanted


def test_lines_that_belong_together_stay_together() -> None:
    text = "a:\n  - payment-plan\n  - payment-plan-owner\n  - last\n"
    wanted = (
        "a:\n  - payment-plan\n  - payment-plan-owner\n"
        "  - small-claim\n  - small-claim-owner\n  - last\n"
    )
    assert in_lists(text, MODEL, BESIDE, NEW) == wanted


def test_a_document_of_its_own_follows_that_of_its_model() -> None:
    wanted = "name: payment-plan\n---\nname: small-claim\n---\nname: last\n"
    assert in_documents("name: payment-plan\n---\nname: last\n", MODEL, NEW) == wanted


@pytest.mark.parametrize(
    ("name", "route"), [("Promise", "/v1/promises"), ("promise", "/promises"), ("a_b", "/v1/abs")]
)
def test_a_name_that_could_not_be_one_is_refused(name: str, route: str) -> None:
    with pytest.raises(StackFailed, match="is no"):
        checked(name, route)
