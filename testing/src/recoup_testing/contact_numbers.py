"""The checker's own reading of how often a person may be contacted."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from recoup_testing.contact_record import Contact, Person

COUNTED = ("email", "sms", "call")
WITH_LETTERS = (*COUNTED, "letter")
"""Where the law counts contacts by whatever medium."""


def numbers(contact: Contact, earlier: Sequence[Contact]) -> Iterable[str]:
    if contact.channel in COUNTED and _count(contact, earlier, 1, *COUNTED) >= 6:
        yield "the seventh contact of a day"
    for debt in contact.debts:
        about = [each for each in earlier if debt in each.debts]
        yield from _numbers_anywhere(contact, about)
        if contact.person.kind != "entity":
            yield from _numbers_abroad(contact, about)
        if contact.of_consumer:
            yield from _numbers_of_states(contact, about)
    if contact.channel == "call":
        yield from _in_rapid_succession(contact, earlier)


def _in_rapid_succession(contact: Contact, earlier: Sequence[Contact]) -> Iterable[str]:
    for each in earlier:
        if each.channel == "call" and contact.at - each.at < timedelta(minutes=5):
            yield "less than five minutes after another call"


def _numbers_anywhere(contact: Contact, about: Sequence[Contact]) -> Iterable[str]:
    if contact.channel == "call" and _count(contact, about, 7, "call") >= 7:
        yield "the eighth call about a debt in seven days"
    if contact.channel == "email" and _count(contact, about, 7, "email") >= 3:
        yield "the fourth mail about a debt in seven days"
    if contact.channel == "sms" and _count(contact, about, 7, "sms", "call") >= 2:
        yield "a text after two texts or calls about a debt in seven days"


def _numbers_abroad(contact: Contact, about: Sequence[Contact]) -> Iterable[str]:
    person, in_seven = contact.person, _count(contact, about, 7, *COUNTED)
    if person.lives_in("AU"):
        if _count(contact, about, 7, *WITH_LETTERS) >= 3:
            yield "the fourth contact about a debt in seven days in Australia"
        if _count(contact, about, 31, *WITH_LETTERS) >= 10:
            yield "the eleventh contact about a debt in a month in Australia"
    in_ontario = contact.of_third_party and person.lives_in("CA", "CA-ON")
    if in_ontario and contact.channel in COUNTED and in_seven >= 3:
        yield "the fourth contact about a debt in seven days in Ontario"
    if contact.of_third_party and person.lives_in("US", "US-WA"):
        yield from _numbers_of_washington(contact, about)


def _numbers_of_washington(contact: Contact, about: Sequence[Contact]) -> Iterable[str]:
    if _count(contact, about, 7, *WITH_LETTERS) >= 3:
        yield "the fourth contact about a debt in seven days in Washington"
    at_work = [each for each in about if each.place in ("work", None)]
    here = contact.channel == "call" and contact.place in ("work", None)
    if here and _count(contact, at_work, 7, "call") >= 1:
        yield "the second call at work in seven days in Washington"


def _numbers_of_states(contact: Contact, about: Sequence[Contact]) -> Iterable[str]:
    if contact.person.lives_in("US", "US-MA"):
        yield from _numbers_of_massachusetts(contact, about)
    if contact.person.lives_in("US", "US-DC"):
        yield from _numbers_of_columbia(contact, about)
    in_seven = _count(contact, about, 7, *WITH_LETTERS)
    if in_new_york_city(contact) and in_seven >= 3:
        yield "the fourth contact about a debt in seven days in New York City"


def _numbers_of_massachusetts(contact: Contact, about: Sequence[Contact]) -> Iterable[str]:
    if contact.channel in ("call", "sms") and _count(contact, about, 7, "sms", "call") >= 2:
        yield "the third call or text about a debt in seven days in Massachusetts"
    elsewhere = [each for each in about if each.place != "personal"]
    here = contact.channel == "call" and contact.place != "personal"
    if here and _count(contact, elsewhere, 30, "call") >= 2:
        yield "the third call elsewhere in thirty days in Massachusetts"


def _numbers_of_columbia(contact: Contact, about: Sequence[Contact]) -> Iterable[str]:
    if contact.channel == "call":
        if _count(contact, about, 7, "call") >= 4:
            yield "the fifth call about a debt in seven days in the District of Columbia"
    elif contact.channel != "letter" and _count(contact, about, 7, "sms", "email") >= 5:
        yield "the sixth electronic message in seven days in the District of Columbia"


def in_new_york_city(contact: Contact) -> bool:
    person = contact.person
    lives_there = person.lives_in("US", "US-NY") and person.city in (None, "new_york")
    return lives_there and day_of(contact.at, person) >= date(2026, 9, 1)


def _count(contact: Contact, earlier: Sequence[Contact], days: int, *channels: str) -> int:
    """How many there were in this many days, the contact's own the last of them."""
    today = day_of(contact.at, contact.person)
    within = [today - timedelta(days=back) for back in range(days)]
    return sum(
        each.channel in channels and day_of(each.at, contact.person) in within for each in earlier
    )


def day_of(at: datetime, person: Person) -> date:
    # Where nobody knows the clock, a date begins where dates begin.
    return at.astimezone(ZoneInfo(person.time_zone or "Etc/GMT-14")).date()
