"""The rules together, which of them are in force on a date, and the name of exactly this set."""

from datetime import date
from functools import lru_cache
from hashlib import sha256

from recoup_compliance.condition_rules import CONDITION_RULES
from recoup_compliance.frequency import FREQUENCY
from recoup_compliance.inconvenient import INCONVENIENT
from recoup_compliance.local_rules import LOCAL_RULES
from recoup_compliance.opt_out import OPT_OUT
from recoup_compliance.quiet_hours import QUIET_HOURS
from recoup_compliance.rule import Rule

RULES: tuple[Rule, ...] = (
    *CONDITION_RULES,
    *OPT_OUT,
    *INCONVENIENT,
    *LOCAL_RULES,
    *QUIET_HOURS,
    *FREQUENCY,
)
"""Where two rules are equally strict, the earlier one here is quoted, so law stands first."""


def rules_in_force(on: date, rules: tuple[Rule, ...] = RULES) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.in_force(on))


def rules_version(rules: tuple[Rule, ...] = RULES) -> str:
    """A digest of every rule; a changed number, date or version gives the set another name."""
    return _VERSION if rules is RULES else _digest(rules)


@lru_cache(maxsize=64)
def _digest(rules: tuple[Rule, ...]) -> str:
    digest = sha256()
    for rule in rules:
        digest.update(f"{type(rule.measure).__name__} {rule.model_dump_json()}\n".encode())
    return f"rules-{digest.hexdigest()[:16]}"


# Looking it up would hash every rule again, which costs more than judging by them.
_VERSION = _digest(RULES)
