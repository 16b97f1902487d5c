"""Who has to agree before a call is recorded, by where either side of it is: dated data with citations.

Where nothing is listed, everybody has to: a recording that nobody needed to agree to harms no one less.
The stricter place of the two holds.
"""

from datetime import date
from enum import StrEnum

from recoup_events.kernel.event import Value

VERSION = "recording-1"


class Agreement(StrEnum):
    """Whose."""

    ONE_PARTY = "one_party"
    """Whoever takes part and records is enough."""
    ALL_PARTIES = "all_parties"
    """Everybody on the line, before anything is recorded."""


class RecordingLaw(Value):
    place: str
    """ISO 3166-1 or 3166-2."""
    agreement: Agreement
    since: date
    citation: str


class Recording(Value):
    """What holds for one call, and on whose authority."""

    agreement: Agreement
    place: str
    """Whose law it is."""
    citation: str
    say: str
    """What whoever calls says first, if the call is to be recorded."""


_ONE, _ALL = Agreement.ONE_PARTY, Agreement.ALL_PARTIES
_ASK = "This call would be recorded. Do you agree to that? If not, I will not record it."
_TELL = "This call is recorded."
UNLISTED = "No law is listed for this place; everybody's agreement is asked for."

LAWS = tuple(
    RecordingLaw(place=place, agreement=agreement, since=since, citation=citation)
    for place, agreement, since, citation in (
        ("US", _ONE, date(1968, 6, 19), "18 USC 2511(2)(d)"),
        ("US-CA", _ALL, date(1968, 1, 1), "Cal. Penal Code 632, 632.7"),
        ("US-CT", _ALL, date(1990, 10, 1), "Conn. Gen. Stat. 52-570d"),
        ("US-DE", _ALL, date(1973, 7, 1), "11 Del. C. 1335(a)(4)"),
        ("US-FL", _ALL, date(1974, 10, 1), "Fla. Stat. 934.03(2)(d)"),
        ("US-IL", _ALL, date(2014, 12, 30), "720 ILCS 5/14-2"),
        ("US-MA", _ALL, date(1968, 7, 19), "Mass. Gen. Laws ch. 272 s. 99"),
        ("US-MD", _ALL, date(1973, 7, 1), "Md. Code, Cts. & Jud. Proc. 10-402"),
        ("US-MI", _ALL, date(1967, 3, 10), "Mich. Comp. Laws 750.539c, read strictly"),
        ("US-MT", _ALL, date(1979, 1, 1), "Mont. Code 45-8-213(1)(c)"),
        ("US-NH", _ALL, date(1969, 1, 1), "N.H. Rev. Stat. 570-A:2"),
        ("US-NV", _ALL, date(1973, 1, 1), "Nev. Rev. Stat. 200.620"),
        ("US-PA", _ALL, date(1978, 10, 4), "18 Pa. Cons. Stat. 5703, 5704(4)"),
        ("US-WA", _ALL, date(1967, 1, 1), "Wash. Rev. Code 9.73.030"),
        ("DE", _ALL, date(1975, 1, 1), "StGB 201"),
        ("AT", _ALL, date(1975, 1, 1), "StGB 120"),
        ("CH", _ALL, date(1969, 5, 1), "StGB 179ter"),
        ("FR", _ALL, date(1994, 3, 1), "Code penal 226-1"),
        ("GB", _ALL, date(2018, 5, 25), "UK GDPR art. 6; SI 2018/356"),
        ("CA", _ALL, date(2004, 1, 1), "PIPEDA sch. 1, 4.3: informed consent, beyond Criminal Code 184(2)(a)"),
        ("AU", _ALL, date(1979, 6, 1), "Telecommunications (Interception and Access) Act 1979 s. 6, 7"),
    )
)  # fmt: skip


def recording_of(places: tuple[tuple[str, str | None], ...], on: date) -> Recording:
    """``places`` are the countries and subdivisions of both sides; a state that is not known may be any."""
    laws = [_law(country, subdivision, on) for country, subdivision in places]
    return next((law for law in laws if law.agreement is _ALL), laws[0])


def _law(country: str, subdivision: str | None, on: date) -> Recording:
    binding = {law.place: law for law in LAWS if law.since <= on}
    own = binding.get(subdivision or "")
    if own is None and subdivision is None:
        inside = (law for law in binding.values() if law.place.startswith(f"{country}-"))
        own = next((law for law in inside if law.agreement is _ALL), None)
    law = own or binding.get(country)
    if law is None:
        return Recording(agreement=_ALL, place=subdivision or country, citation=UNLISTED, say=_ASK)
    say = _ASK if law.agreement is _ALL else _TELL
    return Recording(agreement=law.agreement, place=law.place, citation=law.citation, say=say)
