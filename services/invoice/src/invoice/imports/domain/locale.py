"""Numbers and dates as tables write them; what could mean two things is refused with the question."""

import re
from datetime import date

from invoice.imports.domain.mapping import DateForm

_GROUPS = " \u00a0\u202f'"
_SIGNED = re.compile(r"\((?P<in>.+)\)|(?P<minus>-)?(?P<plain>.+?)(?P<trailing>-)?")
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")
_GROUPED = {
    mark: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in (".", ",")
}
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORMS = {
    DateForm.ISO: re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"),
    DateForm.DAY_FIRST: re.compile(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})"),
    DateForm.MONTH_FIRST: re.compile(r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4})"),
    DateForm.DAY_FIRST_DOTS: re.compile(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})"),
    DateForm.TOGETHER: re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
}


class Unclear(ValueError):
    """The words say what to send, or what to declare."""


def number(text: str, decimal: str | None) -> str:
    """A decimal as the API takes it, e.g. ``-1250.00``."""
    signed = _SIGNED.fullmatch(text.strip())
    if signed is None:
        raise Unclear("expected a number; the column is empty")
    negative = bool(signed["in"] or signed["minus"] or signed["trailing"])
    digits = signed["in"] or signed["plain"]
    for mark in _GROUPS:
        digits = digits.replace(mark, "")
    whole = _in_mark(digits, decimal or _mark_of(digits))
    if not _PLAIN.fullmatch(whole):
        raise Unclear(f"expected a number such as 1250.00; found {text!r}")
    return f"-{whole}" if negative else whole


def _mark_of(digits: str) -> str:
    """The decimal mark, where the digits leave no doubt."""
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return "."
    if len(set(marks)) == 2:
        return marks[-1]
    other = "," if marks[0] == "." else "."
    if len(marks) > 1:
        return other
    if len(digits.rpartition(marks[0])[2]) == 3:
        raise Unclear(
            f"{digits!r} can be a thousand or a fraction; say decimal: '.' or ',' of the import"
        )
    return marks[0]


def _in_mark(digits: str, decimal: str) -> str:
    group = "," if decimal == "." else "."
    whole, mark, fraction = digits.partition(decimal)
    if group in whole:
        whole = whole.replace(group, "") if _GROUPED[group].fullmatch(whole) else digits
    return f"{whole}.{fraction}" if mark else whole


def day(text: str, form: DateForm | None) -> str:
    """A date as the API takes it, ``2026-01-31``."""
    text = text.strip()
    if form is None and not _ISO.fullmatch(text):
        known = ", ".join(DateForm)
        raise Unclear(f"{text!r} is not YYYY-MM-DD; say which dates the file has: one of {known}")
    found = _FORMS[form or DateForm.ISO].fullmatch(text)
    if found is None:
        raise Unclear(f"expected a date as {form or DateForm.ISO}; found {text!r}")
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
    except ValueError:
        raise Unclear(f"{text!r} is no day of the calendar; correct it in your ERP") from None
