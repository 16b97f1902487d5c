import json
from datetime import datetime
from importlib.resources import files
from typing import Any

import pytest

from recoup_compliance.attempt import Attempt
from recoup_compliance.history import History
from recoup_compliance.permit import Permitted, Refused, permit
from recoup_compliance.rulebook import Rulebook
from recoup_compliance.rules import RULES

RULE = {rule.id: rule for rule in RULES}
BOOKS: list[dict[str, Any]] = [
    json.loads(path.read_text())
    for path in sorted(files("recoup_compliance").joinpath("vectors").iterdir(), key=str)
]
VECTORS = [
    pytest.param(book["rule"], book["attempt"], vector, id=f"{book['rule']}: {vector['says']}")
    for book in BOOKS
    for vector in book["vectors"]
]


@pytest.mark.parametrize(("rule_id", "common", "vector"), VECTORS)
def test_the_rule_judges_its_vector(
    rule_id: str, common: dict[str, Any], vector: dict[str, Any]
) -> None:
    rule = RULE[rule_id]
    alone = Rulebook((rule,))
    attempt = Attempt.model_validate(common | vector["attempt"])
    history = History.model_validate(vector.get("history", {}))

    verdict = permit(attempt, history, rules=alone)

    if "refused" not in vector:
        assert vector["permitted"] is True
        assert verdict == Permitted(rules_version=alone.version)
        return
    assert isinstance(verdict, Refused)
    expected = vector["refused"]["retry_at"]
    assert verdict.retry_at == (datetime.fromisoformat(expected) if expected else None)
    assert (verdict.rule, verdict.citation) == (rule.id, rule.citation)


def test_every_rule_ships_its_own_vectors() -> None:
    assert sorted(book["rule"] for book in BOOKS) == sorted(RULE)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: str(book["rule"]))
def test_the_vectors_of_a_rule_show_both_verdicts_and_are_told_apart(book: dict[str, Any]) -> None:
    sayings = {vector["says"] for vector in book["vectors"]}
    assert len(sayings) == len(book["vectors"]) >= 8
    assert {"permitted" in vector for vector in book["vectors"]} == {True, False}
