"""A ledger's files: what each line is to the API, and which cell of which line is wrong."""

from pathlib import Path

import pytest

from recoup_cli.load.files import CUSTOMERS, INVOICES, PAYMENTS, Kind, Line, UnreadableFile, read

CUSTOMER_HEADER = "external_id,name,kind,country,time_zone,language,email"
INVOICE_HEADER = "customer_external_id,external_id,number,amount,currency,issue_date,due_date"
PAYMENT_HEADER = "customer_external_id,external_id,amount,currency,value_date,invoices"


def lines(folder: Path, kind: Kind, *text: str) -> list[Line]:
    (folder / kind.file_name).write_text("\n".join(text) + "\n", encoding="utf-8")
    return list(read(kind, folder, "acme-de"))


def test_a_customer_has_the_person_who_gets_its_mails(tmp_path: Path) -> None:
    row = "C-1,Bolts GmbH,entity,DE,Europe/Berlin,de,ap@bolts.example"
    (line,) = lines(tmp_path, CUSTOMERS, CUSTOMER_HEADER, row)
    assert line.number == 2
    assert line.body is not None
    (person,) = line.body["persons"]
    assert (person["name"], person["emails"]) == ("Bolts GmbH", ["ap@bolts.example"])


def test_a_customer_stands_below_its_parent(tmp_path: Path) -> None:
    row = "C-2,Bolts Leipzig GmbH,entity,DE,Europe/Berlin,de,,C-1"
    (line,) = lines(tmp_path, CUSTOMERS, f"{CUSTOMER_HEADER},parent", row)
    assert line.body is not None
    assert line.body["group"] == {"parent": "C-1"}


def test_an_invoice_waits_and_says_what_was_done_about_it(tmp_path: Path) -> None:
    header = f"{INVOICE_HEADER},level,last_contact_on"
    row = "C-1,SO-1,2026-1,119.00,EUR,2025-10-01,2025-10-31,2,2025-12-15"
    (line,) = lines(tmp_path, INVOICES, header, row)
    assert line.body == {
        "creditor": "acme-de",
        "customer_external_id": "C-1",
        "external_id": "SO-1",
        "number": "2026-1",
        "total": {"amount": "119.00", "currency": "EUR"},
        "issue_date": "2025-10-01",
        "due_date": "2025-10-31",
        "chase": "on_release",
        "taken": {"level": 2, "last_contact_on": "2025-12-15"},
    }


def test_a_payment_names_its_invoices(tmp_path: Path) -> None:
    row = "C-1,B-1,119.00,EUR,2026-01-05,2026-1 2026-2"
    (line,) = lines(tmp_path, PAYMENTS, PAYMENT_HEADER, row)
    assert line.body is not None
    assert line.body["references"] == [{"invoice": "2026-1"}, {"invoice": "2026-2"}]


@pytest.mark.parametrize(
    ("row", "mistake"),
    [
        ("C-1,SO-1,2026-1,119.00,EUR,2025-10-01", "expected 7 cells; found 6"),
        (",SO-1,2026-1,119.00,EUR,2025-10-01,2025-10-31", "customer_external_id: expected somet"),
        ("C-1,SO-1,2026-1,much,EUR,2025-10-01,2025-10-31", "amount: expected a decimal"),
        ("C-1,SO-1,2026-1,0,EUR,2025-10-01,2025-10-31", "amount: expected more than zero"),
        ("C-1,SO-1,2026-1,1,EUR,31.10.2025,2025-10-31", "issue_date: expected a date such as"),
    ],
)
def test_a_wrong_line_says_what_belongs_there_and_others_are_read(
    tmp_path: Path, row: str, mistake: str
) -> None:
    sound = "C-1,SO-2,2026-2,1,EUR,2025-10-01,2025-10-31"
    wrong, right = lines(tmp_path, INVOICES, INVOICE_HEADER, row, sound)
    assert wrong.mistake is not None
    assert wrong.mistake.startswith(mistake)
    assert (right.number, right.mistake) == (3, None)


def test_an_id_is_used_once(tmp_path: Path) -> None:
    row = "C-1,SO-1,2026-1,1,EUR,2025-10-01,2025-10-31"
    _, twice = lines(tmp_path, INVOICES, INVOICE_HEADER, row, row)
    assert twice.mistake == "external_id: 'SO-1' is that of line 2, too"


@pytest.mark.parametrize("header", ["external_id,name", f"{INVOICE_HEADER},colour"])
def test_columns_that_are_missing_or_unknown_are_named(tmp_path: Path, header: str) -> None:
    with pytest.raises(UnreadableFile, match=r"invoices\.csv: expected the columns"):
        lines(tmp_path, INVOICES, header)


def test_a_file_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    assert read(INVOICES, tmp_path, "default") == []
