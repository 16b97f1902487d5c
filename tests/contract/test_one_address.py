"""Every path of every service is found under the one address: gateway, ingress and services agree."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.routes import OWN, known_routes
from recoup_cli import api_reference
from recoup_cli.services import every_service
from recoup_service.api.public_app import path_of
from recoup_service.api.request_context import is_open

ROOT = Path(__file__).parents[2]
WRITE_THEM = "`make docs` writes the routes anew"
Document = Mapping[str, Any]


@pytest.fixture(scope="module")
def reference() -> Document:
    """What the gateway shows."""
    return api_reference.reference()


def operations(reference: Document) -> Iterator[Document]:
    for path in reference["paths"].values():
        yield from path.values()


def test_the_table_leads_each_path_to_the_service_that_serves_it() -> None:
    assert known_routes().table == api_reference.routes(), WRITE_THEM


def test_the_ingress_leads_where_the_table_does() -> None:
    ingress = yaml.safe_load((ROOT / api_reference.INGRESS).read_text())
    [rule] = ingress["spec"]["rules"]
    paths = rule["http"]["paths"]
    found = {path["path"]: path["backend"]["service"]["name"] for path in paths}
    assert {path["pathType"] for path in paths} == {"Prefix"}
    assert found == {**known_routes().table, **dict.fromkeys(OWN, "gateway")}, WRITE_THEM


def test_the_files_are_as_they_would_be_written() -> None:
    assert (ROOT / api_reference.TABLE).read_text() == api_reference.table_file(), WRITE_THEM
    assert (ROOT / api_reference.SCOPES).read_text() == api_reference.scopes_file(), WRITE_THEM
    ingress = (ROOT / api_reference.INGRESS).read_text()
    assert ingress == api_reference.ingress_file(ingress), WRITE_THEM


def test_the_reference_describes_every_path_of_every_service(reference: Document) -> None:
    served = {
        path_of(route).replace(":path}", "}")
        for service in every_service().values()
        for router in service.routers
        for route in router.routes
        if not is_open(route)
    }
    assert reference["paths"].keys() == served


def test_every_operation_has_a_name_of_its_own(reference: Document) -> None:
    names = Counter(operation["operationId"] for operation in operations(reference))
    assert [name for name, times in names.items() if times > 1] == []
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in names)


def test_every_operation_belongs_to_a_part_that_is_described(reference: Document) -> None:
    described = {tag["name"]: tag["description"] for tag in reference["tags"]}
    assert all(described.values())
    used = {tag for operation in operations(reference) for tag in operation["tags"]}
    assert used == described.keys()


def test_every_reference_leads_somewhere_and_nothing_is_left_over(reference: Document) -> None:
    referred = set(re.findall(r"#/components/(\w+)/([^']+)'", str(reference)))
    components = reference["components"]
    there = {(section, name) for section, part in components.items() for name in part}
    assert referred <= there
    assert {each for each in there - referred if each[0] == "schemas"} == set()
