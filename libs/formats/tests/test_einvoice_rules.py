"""The official unit tests of EN 16931's arithmetic: each document is decided as they say."""

from pathlib import Path

import pytest
from lxml import etree

from recoup_formats.einvoice.binding import Binding
from recoup_formats.einvoice.reader import binding_of, read_einvoice
from recoup_formats.einvoice.reading import Reading
from recoup_formats.einvoice.rules import broken_rules
from recoup_formats.einvoice.sums import Sums
from recoup_formats.problems import FileRefused
from recoup_formats.xml import document
from recoup_testing.einvoice_example import ubl

RULES = Path(__file__).resolve().parents[4] / "shared/data/einvoice/rules"
SPACE = "{http://difi.no/xsd/vefa/validator/1.0}"


def broken(content: bytes) -> list[str]:
    root = document(content)
    binding = binding_of(root)
    assert isinstance(binding, Binding)
    figures = Sums(root, binding, Reading(binding.namespaces)).figures()
    return [problem.rule or "" for problem in broken_rules(figures)]


@pytest.mark.skipif(not RULES.is_dir(), reason="../shared/data/einvoice/rules is not here")
def test_every_official_test_is_decided_as_it_says() -> None:
    decided = 0
    for file in sorted(RULES.glob("*.xml")):
        for number, test in enumerate(etree.parse(file).iter(f"{SPACE}test"), start=1):
            fragment = next(each for each in test if not str(each.tag).startswith(SPACE))
            expected = test.find(f"{SPACE}assert")
            success, error = expected.find(f"{SPACE}success"), expected.find(f"{SPACE}error")
            rule = (error if success is None else success).text
            found = rule in broken(etree.tostring(fragment))
            print(f"{file.name} {number:2} {rule} {'broken' if found else 'holds'}")
            assert found == (success is None), (file.name, number)
            decided += 1
    assert decided == 64


@pytest.mark.parametrize(
    ("figures", "rule", "numbers"),
    [
        ({"lines": "150.01"}, "BR-CO-10", ("150.01", "150.00")),
        ({"net": "140.10", "gross": "163.10", "payable": "163.10"}, "BR-CO-13", ("140.10", "140")),
        ({"tax": "23.01", "gross": "163.01", "payable": "163.01"}, "BR-CO-14", ("23.01", "23.00")),
        ({"gross": "164.00", "payable": "164.00"}, "BR-CO-15", ("164.00", "163.00")),
        ({"payable": "162.00"}, "BR-CO-16", ("162.00", "163.00")),
        ({"prepaid": "63.00"}, "BR-CO-16", ("163.00", "100.00")),
        (
            {"tax_20": "20.00", "tax": "25.00", "gross": "165.00", "payable": "165.00"},
            "BR-CO-17",
            ("20.00", "18.00"),
        ),
        ({"payable": "163.001", "rounding": "0.001"}, "BR-DEC-17", ("0.001",)),
    ],
)
def test_a_broken_rule_is_named_with_both_numbers_and_the_place(
    figures: dict[str, str], rule: str, numbers: tuple[str, ...]
) -> None:
    with pytest.raises(FileRefused) as refused:
        read_einvoice(ubl(**figures))
    problem = next(each for each in refused.value.problems if each.rule == rule)
    assert problem.detail.startswith(f"{rule}: ")
    assert all(number in problem.detail for number in numbers), problem.detail
    assert problem.at.line is not None
    assert (problem.at.path or "").startswith("/Invoice/")


def test_all_that_is_broken_is_named_at_once() -> None:
    assert {"BR-CO-10", "BR-CO-16"} <= set(broken(ubl(lines="151.00", payable="1.00")))


def test_what_is_due_says_when_and_a_credit_note_need_not() -> None:
    assert broken(ubl(due="")) == ["BR-CO-25"]
    note = ubl(kind="CreditNote", type_code="381", due="")
    assert broken(note) == []


def test_the_vat_of_a_rate_may_differ_by_less_than_one_unit() -> None:
    rounded_by_line = ubl(tax_20="18.99", tax="23.99", gross="163.99", payable="163.99")
    assert broken(rounded_by_line) == []
    assert "BR-CO-17" in broken(ubl(tax_20="19.00", tax="24.00", gross="164.00", payable="164.00"))
