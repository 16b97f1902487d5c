"""Every set of rules that a release judged by, as the text its version is the digest of.

A verdict is derived again under the very rules that gave it. ``recoup docs`` adds the present set; one that
was never released may be deleted.
"""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import create_model

from recoup_compliance.rule import Measure, Rule
from recoup_compliance.rulebook import Rulebook, text_of, version_of
from recoup_compliance.rules import RULES

RULE_SETS = files("recoup_compliance").joinpath("rule_sets")


def archive_file() -> tuple[str, str]:
    """Name and text of the present set."""
    return f"{RULES.version}.txt", text_of(RULES)


@lru_cache(maxsize=64)
def rules_of(version: str) -> Rulebook | None:
    """The rules of a version; ``None`` for one that is not archived here."""
    if version == RULES.version:
        return RULES
    if Path(version).name != version:
        return None
    try:
        text = RULE_SETS.joinpath(f"{version}.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    if version_of(text) != version:
        raise ArchiveDamaged(f"The archived rules of {version} are not what they were.")
    return Rulebook((rule_of(line) for line in text.splitlines()), version)


class ArchiveDamaged(Exception):
    """A set of rules was changed after it was archived."""


def rule_of(line: str) -> Rule:
    """As it was before it was written down."""
    name, _, fields = line.partition(" ")
    read = _of_measure(Measure.named[name]).model_validate_json(fields)
    return Rule.model_construct(**dict(read))


@lru_cache
def _of_measure(measure: type[Measure]) -> type[Rule]:
    """A rule whose measure is of a class; without it, its fields would not be read."""
    return create_model(f"{measure.__name__}Rule", __base__=Rule, measure=(measure, ...))
