"""Whether a rule by which a request was refused stands in the description of its operation."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from recoup_cli.problems_page import problems_page

Description = Mapping[str, Any]
VALIDATION = frozenset({"invalid_request", "malformed_body", "malformed_json", "unstorable"})
"""A request that fits its description is refused so for a sentence of the description alone."""
SAID_OTHERWISE = {
    r"\w{3} has \d decimals; got .*": "no more decimals than the currency has",
    r".* is too large; check the decimal point": "below 10^15 of the currency's smallest unit",
    r".* is not more than zero": "above zero",
    r"this is not an email address that can be written to.*": "address, `name@domain`",
    r"this is not a telephone number in e.164.*": "telephone number in E.164",
    r"(path parameter \w+: )?string should have at least \d characters?": "a text of spaces alone is as good as none",
    r"a reference has at most .*": "up to 35 letters and digits",
    r"an invoice that continues others keeps theirs; .*": "an invoice that continues others keeps theirs",
    r".* is both a column and a constant": "none of them is a column, too",
    r"a minimum is for interest; leave it out": "a minimum is for interest; leave it out elsewhere",
    r"this is no vat id; .*": "with the code of its country",
    r"(send|leave out) (weekday|day) for a report of every .*": "weekday is sent for a report of every week alone, "
    "and day for one of every month",
    r"no event is called .*": "docs/events.md lists them",
}
"""Sentences that name what was sent, and the words of the rule."""


class DocumentedRules:
    """The words of one operation, and of every schema and answer that it refers to."""

    def __init__(self, described: Description, path: str, method: str) -> None:
        operation = described["paths"][path][method]
        words = "\n".join(_words(described, operation, set()))
        self._words = _plain(f"{described['info']['description']}\n{words}")

    def has_code(self, code: str) -> bool:
        """There, or in the list of all of them."""
        return code in _codes() or re.search(rf"\b{code}\b", self._words) is not None

    def has(self, sentence: str) -> bool:
        plain = _plain(sentence).rstrip(".")
        for pattern, rule in SAID_OTHERWISE.items():
            if re.fullmatch(pattern, plain, re.DOTALL):
                return _plain(rule) in self._words
        return plain in self._words

    def refusal(self, problem: Mapping[str, Any]) -> str | None:
        """What of a refusal nobody could have known beforehand."""
        if problem["code"] not in VALIDATION:
            return None if self.has_code(problem["code"]) else f"`{problem['code']}`"
        mistakes = problem.get("errors") or [{"detail": problem["detail"]}]
        unknown = [
            f"{each.get('pointer', '')}: {each['detail']}"
            for each in mistakes
            if not self.has(each["detail"]) and not _follows(each["detail"])
        ]
        return "; ".join(unknown[:3]) or None


@cache
def _codes() -> frozenset[str]:
    return frozenset(re.findall(r"^\| \d+ \| `(\w+)`", problems_page(), re.MULTILINE))


def _follows(detail: str) -> bool:
    """A list lacks the items that are wrong themselves; those are told beside it."""
    return "after validation, not" in detail


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("`", "")).lower()


def _words(described: Description, part: Any, seen: set[str]) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _words(described, each, seen)
    if not isinstance(part, Mapping):
        return
    for key, value in part.items():
        if key in ("description", "summary") and isinstance(value, str):
            yield value
        elif key == "$ref" and value not in seen:
            seen.add(value)
            yield from _words(described, _referred(described, value), seen)
        elif key != "example":
            yield from _words(described, value, seen)


def _referred(described: Description, ref: str) -> Any:
    found: Any = described
    for name in ref.removeprefix("#/").split("/"):
        found = found[name]
    return json.loads(json.dumps(found))
