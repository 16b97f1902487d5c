"""Whoever changes an export of contact ledgers is found out."""

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta

import pytest

from recoup_compliance.contact_ledger.checkpoint import SigningKey
from recoup_compliance.contact_ledger.line import (
    Evidence,
    Kind,
    canonical,
)
from recoup_compliance.contact_ledger.verify import verify
from recoup_testing.contact_ledgers import (
    KEY,
    NOON,
    Ledger,
    checkpoint,
    of,
    past,
    problems,
)


@pytest.fixture
def ledgers() -> tuple[Ledger, Ledger]:
    """A mail by day, one refused at night, and a settled one; and another customer's mail."""
    first, second = Ledger("cus_1"), Ledger("cus_2")
    first.mail("msg_1", NOON)
    first.judge(NOON + timedelta(hours=11), past(NOON), contact_id="msg_2")
    settled = Evidence(inputs={"items": "1"})
    first.add(Kind.REFUSED, NOON, settled, rule="policy.settled", rules_version="pre-send-3")
    second.mail("msg_3", NOON)
    return first, second


@pytest.fixture
def rows(ledgers: tuple[Ledger, Ledger]) -> list[str]:
    return [checkpoint(*ledgers), *(each for ledger in ledgers for each in ledger.rows)]


def found(rows: Iterable[str]) -> list[str]:
    return [str(each) for each in verify(rows, KEY.public).findings]


def test_what_was_exported_as_it_was_recorded_is_verified_whole(rows: Sequence[str]) -> None:
    report = verify(rows, KEY.public)
    assert report.findings == []
    assert report.summary == "contacts verified, 4 of 4"
    assert (report.lines, report.unasked, report.kinds[Kind.SENT]) == (6, 1, 2)


def test_every_flipped_bit_is_named(rows: Sequence[str]) -> None:
    for number, text in enumerate(rows, start=1):
        for at in range(number % 3, len(text), 3):  # a third of the bytes, to be done in seconds
            flipped = bytearray(text.encode())
            flipped[at] ^= 1 << (at % 8)
            other = flipped.decode(errors="surrogateescape")
            named = found([*rows[: number - 1], other, *rows[number:]])
            assert any(each.startswith(f"row {number}") for each in named), (number, at)


def test_every_dropped_line_is_named(rows: Sequence[str]) -> None:
    for number in range(2, len(rows) + 1):
        assert found([*rows[: number - 1], *rows[number:]]), number
    assert found([*rows[:2], *rows[3:]])[0] == (
        "row 3, customer cus_1, line 3: line 2 is missing before it"
    )
    assert found(rows[:-1]) == [
        "row 1, customer cus_2, line 2: it was there at the checkpoint, and is missing"
    ]


def test_every_swapped_pair_is_named(rows: Sequence[str]) -> None:
    for one in range(1, len(rows)):
        for other in range(one + 1, len(rows)):
            swapped = list(rows)
            swapped[one], swapped[other] = rows[other], rows[one]
            named = [each.split(",")[0] for each in found(swapped)]
            assert named, (one, other)
    swapped = [*rows[:2], rows[3], rows[2], *rows[4:]]
    assert [each.split(",")[0] for each in found(swapped)] == ["row 3", "row 4", "row 5"]


def test_a_customer_that_was_left_out_is_named(ledgers: tuple[Ledger, Ledger]) -> None:
    first, _ = ledgers
    assert found([checkpoint(*ledgers), *first.rows]) == [
        "row 1, customer cus_2, line 2: it was there at the checkpoint, and is missing"
    ]


def test_a_history_that_was_written_anew_does_not_agree_with_an_old_checkpoint(
    ledgers: tuple[Ledger, Ledger],
) -> None:
    _, second = ledgers
    kept = checkpoint(second)
    anew = Ledger("cus_2")
    anew.mail("msg_3", NOON + timedelta(hours=1))
    assert found([kept, checkpoint(anew), *anew.rows]) == [
        "row 1, customer cus_2, line 2: it is not the line that was there at the checkpoint"
    ]


def test_a_checkpoint_of_another_key_vouches_for_nothing(ledgers: tuple[Ledger, Ledger]) -> None:
    forged = checkpoint(*ledgers, key=SigningKey("of somebody who would like to have signed this"))
    named = found([forged, *(each for ledger in ledgers for each in ledger.rows)])
    assert named[0] == "row 1: the checkpoint is not signed by the key, or was changed since"
    assert named[-1].startswith("the file: no checkpoint")


def test_a_refusal_to_write_to_nobody_is_a_line_like_others() -> None:
    ledger = Ledger("cus_1")
    nobody = {"person_id": None, "rule": "policy.no_address", "rules_version": "pre-send-3"}
    ledger.add(Kind.REFUSED, NOON, Evidence(inputs={"roles": "billing"}), **nobody)
    assert problems(ledger) == []


def test_a_forgotten_person_leaves_the_chain_verifiable() -> None:
    ledger = Ledger("cus_1")
    ledger.mail("msg_1", NOON)
    fields = json.loads(ledger.rows[0])
    ledger.rows[0] = canonical({n: v for n, v in fields.items() if n not in ("evidence", "salt")})
    report = of(ledger)
    assert report.findings == []
    assert report.summary == "contacts verified, 0 of 0 (1 more of forgotten persons)"
