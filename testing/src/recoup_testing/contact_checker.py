"""Finds contacts that should not have been, by a second reading of the law that shares no code with the rules.

Plainly written on purpose: a loop for each sentence, no tables, no search, and public holidays straight from the
library. Whoever has a log of contacts, and of what people said, can ask it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from recoup_testing.contact_numbers import COUNTED, day_of, in_new_york_city, numbers
from recoup_testing.contact_record import Contact, Record, Standing, Talk, Word

THREE_NOTICES = ("efforts_end", "remedy_may_be_used", "remedy_will_be_used")
US = ("US", "AS", "GU", "MP", "PR", "VI")


def violations(record: Record) -> list[str]:
    """A sentence for each; none where every contact was as it should be."""
    contacts = sorted(record.contacts, key=lambda contact: contact.at)
    found = []
    for n, contact in enumerate(contacts):
        earlier = [each for each in contacts[:n] if each.person.id == contact.person.id]
        for what in (
            *(_hours(contact) if contact.channel in COUNTED else ()),
            *numbers(contact, earlier),
            *_talked(contact, record.talks),
            *_said(contact, record.words),
            *_stands(contact, record.standing),
        ):
            found.append(f"{contact.channel} to {contact.person.id} at {contact.at}: {what}")
    return found


def _hours(contact: Contact) -> Iterable[str]:
    person = contact.person
    if person.time_zone is None:
        if person.kind != "entity":
            yield "nobody knows what time it is there"
        return
    here = contact.at.astimezone(ZoneInfo(person.time_zone))
    if not time(8) <= here.time() <= time(21):
        yield f"it is {here.time()} there"
    if person.kind != "entity":
        yield from _hours_of_australia(contact, here)
        if contact.of_third_party:
            yield from _hours_of_ontario(contact, here)
            yield from _hours_of_quebec(contact, here)


def _hours_of_australia(contact: Contact, here: datetime) -> Iterable[str]:
    if not contact.person.lives_in("AU"):
        return
    if here.weekday() >= 5 and contact.channel == "call" and here.time() < time(9):
        yield f"Australia is called from 9 at weekends, and it is {here.time()}"
    if _is_holiday("AU", None, here.date()):
        yield "it is a national holiday in Australia"


def _hours_of_ontario(contact: Contact, here: datetime) -> Iterable[str]:
    if not contact.person.lives_in("CA", "CA-ON"):
        return
    if here.weekday() == 6 and not time(13) <= here.time() <= time(17):
        yield f"Ontario's Sunday is from 13 to 17, and it is {here.time()}"
    if _is_holiday("CA", "ON", here.date()):
        yield "it is a holiday in Ontario"


def _hours_of_quebec(contact: Contact, here: datetime) -> Iterable[str]:
    if not contact.person.lives_in("CA", "CA-QC"):
        return
    if here.weekday() == 6 or here.time() > time(20):
        yield f"Quebec's agencies contact nobody on Sundays and after 20, and it is {here}"
    if _is_holiday("CA", "QC", here.date()):
        yield "it is a holiday in Quebec"


@cache
def _is_holiday(country: str, subdivision: str | None, day: date) -> bool:
    # Canada's optional ones are kept, too: who is left alone on such a day is not wronged.
    categories = ("public", "optional") if country == "CA" else ("public",)
    return day in holidays.country_holidays(
        country, subdiv=subdivision, years=day.year, categories=categories
    )


def _talked(contact: Contact, talks: Sequence[Talk]) -> Iterable[str]:
    if contact.channel != "call":
        return
    today = day_of(contact.at, contact.person)
    for talk in talks:
        about_it = talk.person_id == contact.person.id and talk.debts & contact.debts
        if about_it and talk.at < contact.at:
            since = (today - day_of(talk.at, contact.person)).days
            if 0 <= since < 7:
                yield f"{since} days after talking about it"


def _said(contact: Contact, words: Sequence[Word]) -> Iterable[str]:
    own = [
        word
        for word in sorted(words, key=lambda word: word.at)
        if word.person_id == contact.person.id
        and word.at <= contact.at
        and word.creditor in (None, contact.creditor)
    ]
    about = [word for word in own if word.channel == contact.channel]
    if _is_no(about):
        yield "the person said no to the channel"
    if contact.minded:
        yield "the person minds being contacted there"
    yield from _said_no_to_another(contact, own)
    if contact.person.kind != "entity" and not any(word.yes for word in about):
        yield from _never_agreed(contact)


def _said_no_to_another(contact: Contact, own: Sequence[Word]) -> Iterable[str]:
    if day_of(contact.at, contact.person) < date(2027, 1, 31) or contact.channel not in (
        "sms",
        "call",
    ):
        return
    if contact.person.country in (*US, None):
        for channel in ("sms", "call"):
            if _is_no([word for word in own if word.channel == channel]):
                yield "the person said no to texts or calls"


def _never_agreed(contact: Contact) -> Iterable[str]:
    person = contact.person
    if contact.channel == "sms" and person.country in (*US, None):
        yield "nobody in the USA is texted without having agreed"
    if contact.of_consumer and contact.channel in ("email", "sms"):
        if person.lives_in("US", "US-DC"):
            yield "the District of Columbia asks for consent"
        if in_new_york_city(contact):
            yield "New York City asks for consent"


def _is_no(words: Sequence[Word]) -> bool:
    return bool(words) and not words[-1].yes


def _stands(contact: Contact, standing: Sequence[Standing]) -> Iterable[str]:
    today = day_of(contact.at, contact.person)
    for each in standing:
        begun = each.since <= today and (each.until is None or today < each.until)
        everybody = each.condition in ("insolvency", "death")
        of_creditor = everybody or each.creditor in (None, contact.creditor)
        if each.person_id == contact.person.id and begun and of_creditor:
            yield from _while_it_stands(contact, each.condition)


def _while_it_stands(contact: Contact, condition: str) -> Iterable[str]:
    if condition in ("insolvency", "death", "breathing_space"):
        yield f"{condition} stands"
    if condition == "cease_request" and contact.notice not in THREE_NOTICES:
        yield "the person asked for no more contact"
    if condition == "attorney" and not contact.to_attorney:
        yield "the person is represented by an attorney"
    if condition in ("hardship", "vulnerability") and contact.final:
        yield f"a final notice while {condition} stands"
