"""Verdicts outlive the rules that gave them: each is derived again under its own."""

from pathlib import Path

import pytest

from recoup_compliance import archive
from recoup_compliance.archive import RULE_SETS, ArchiveDamaged, archive_file, rules_of
from recoup_compliance.contact_ledger.verify import verify_file
from recoup_compliance.rulebook import text_of
from recoup_compliance.rules import RULES

OLDER = "rules-02e529bbe630294e"
LEDGER = Path(__file__).with_name("older_ledger.ndjson")
ARCHIVED = [name.removesuffix(".txt") for name in sorted(path.name for path in RULE_SETS.iterdir())]


def test_a_ledger_of_before_the_rules_changed_is_verified_by_the_rules_of_its_time() -> None:
    report = verify_file(LEDGER)
    assert RULES.version != OLDER
    assert report.findings == []
    assert report.summary == "contacts verified, 15 of 15"


def test_the_same_ledger_by_todays_rules_would_be_found_fault_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("recoup_compliance.contact_ledger.verdicts.rules_of", lambda _: RULES)
    assert verify_file(LEDGER).findings


@pytest.mark.parametrize("version", ARCHIVED)
def test_an_archived_set_is_read_as_it_was_written(version: str) -> None:
    assert rules_of(version) is not None


def test_todays_rules_are_archived() -> None:
    name, text = archive_file()
    assert RULE_SETS.joinpath(name).read_text(encoding="utf-8") == text, "run `make docs`"


def test_rules_read_from_their_archive_are_the_same_rules() -> None:
    version, text = archive_file()
    read = [archive.rule_of(line) for line in text.splitlines()]
    assert (version, text_of(read)) == (f"{RULES.version}.txt", text)
    assert tuple(read) == RULES.rules


@pytest.mark.parametrize("version", ["rules-of-nobody", "../rules", ""])
def test_a_version_that_nobody_knows_has_no_rules(version: str) -> None:
    assert rules_of(version) is None


def test_a_set_that_was_changed_after_it_was_archived_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules_of.cache_clear()
    changed = text_of(RULES).replace('"limit":7', '"limit":70')
    (tmp_path / f"{OLDER}.txt").write_text(changed)
    monkeypatch.setattr(archive, "RULE_SETS", tmp_path)
    with pytest.raises(ArchiveDamaged):
        rules_of(OLDER)
    rules_of.cache_clear()
