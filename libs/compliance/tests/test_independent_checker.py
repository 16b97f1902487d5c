"""The rules and a second reading of the law agree on histories made by chance."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from recoup_compliance.attempt import Attempt, Debtor, Notice, Place, Purpose, Role
from recoup_compliance.conditions import Conditions, StandingCondition
from recoup_compliance.history import Consent, Conversation, History, OptOut, PastAttempt
from recoup_compliance.localities import ELSEWHERE, NEW_YORK_CITY
from recoup_compliance.permit import Permitted, permit
from recoup_events.invoice import Condition, CustomerKind
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import ConditionId, CreditorId, DebtId
from recoup_events.notification import ConsentBasis
from recoup_testing.contact_checker import violations
from recoup_testing.contact_record import Contact, Person, Record, Standing, Talk, Word

EXAMPLES = int(os.environ.get("RECOUP_CONTACT_EXAMPLES", "60"))
PLACES = (
    ("US", "US-MA", "America/New_York", None),
    ("US", "US-WA", "America/Los_Angeles", None),
    ("US", "US-DC", "America/New_York", None),
    ("US", "US-CA", "America/Los_Angeles", None),
    ("US", "US-NY", "America/New_York", NEW_YORK_CITY),
    ("US", "US-NY", "America/New_York", ELSEWHERE),
    ("US", "US-NY", "America/New_York", None),
    ("US", None, "America/Denver", None),
    ("PR", None, "America/Puerto_Rico", None),
    ("AU", "AU-NSW", "Australia/Sydney", None),
    ("AU", "AU-SA", "Australia/Adelaide", None),
    ("CA", "CA-ON", "America/Toronto", None),
    ("CA", "CA-QC", "America/Toronto", None),
    ("CA", None, "America/Winnipeg", None),
    ("GB", None, "Europe/London", None),
    ("DE", None, "Europe/Berlin", None),
    (None, None, "America/New_York", None),
    ("US", "US-TX", None, None),
)
CITIES = {NEW_YORK_CITY: "new_york", ELSEWHERE: "elsewhere", None: None}
# Around the day from which a no to texts is one to calls, a summer with few holidays, and Easter.
STARTS = (
    datetime(2026, 6, 22, tzinfo=UTC),
    datetime(2026, 8, 28, tzinfo=UTC),
    datetime(2026, 12, 20, tzinfo=UTC),
    datetime(2027, 1, 25, tzinfo=UTC),
    datetime(2027, 3, 22, tzinfo=UTC),
)
ID = "per_1"
creditors = st.sampled_from([CreditorId("crd_1"), CreditorId("crd_2")])
channels = st.sampled_from(Medium)
asked = st.fixed_dictionaries(
    {
        "after": st.integers(0, 30).map(lambda minutes: timedelta(minutes=minutes))
        | st.integers(1, 60).map(lambda hours: timedelta(hours=hours)),
        "channel": channels,
        "debts": st.lists(st.sampled_from(["deb_1", "deb_2"]), min_size=1, unique=True),
        "creditor": creditors,
        "place": st.sampled_from([*Place, None]),
        "notice": st.none() | st.sampled_from([*Notice, None]),
        "to_attorney": st.booleans(),
        "final": st.booleans(),
        "minded": st.integers(0, 9).map(lambda n: n == 0),
        "talked": st.integers(0, 9).map(lambda n: n == 0),
    }
)
said = st.fixed_dictionaries(
    {
        "after": st.integers(0, 20 * 24 * 60),
        "channel": channels,
        "yes": st.booleans(),
        "creditor": st.none() | creditors,
    }
)
stood = st.fixed_dictionaries(
    {
        "condition": st.sampled_from(Condition),
        "after": st.integers(0, 12),
        "days": st.none() | st.integers(1, 9),
        "creditor": st.none() | creditors,
    }
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    place=st.sampled_from(PLACES),
    kind=st.sampled_from(CustomerKind),
    role=st.sampled_from(Role),
    purpose=st.sampled_from([*Purpose, None]),
    start=st.sampled_from(STARTS),
    contacts=st.lists(asked, max_size=25),
    words=st.lists(said, max_size=5),
    conditions=st.lists(stood, max_size=2),
    agreed=st.booleans(),
)
def test_what_is_permitted_breaks_no_law_and_what_is_refused_would(
    place: tuple[str | None, str | None, str | None, str | None],
    kind: CustomerKind,
    role: Role,
    purpose: Purpose | None,
    start: datetime,
    contacts: Sequence[dict[str, Any]],
    words: Sequence[dict[str, Any]],
    conditions: Sequence[dict[str, Any]],
    agreed: bool,
) -> None:
    country, subdivision, zone, locality = place
    debtor = Debtor(
        kind=kind, country=country, subdivision=subdivision, time_zone=zone, locality=locality
    )
    person = Person(ID, kind.value, country, subdivision, zone, CITIES[locality])
    spoken = [(start + timedelta(minutes=each["after"], seconds=30), each) for each in words]
    early = {"yes": True, "creditor": None}
    if agreed:
        spoken += [(start - timedelta(days=1), early | {"channel": medium}) for medium in Medium]
    standing = [_standing(start.date(), each) for each in conditions]
    made: list[Contact] = []
    past: list[PastAttempt] = []
    talks: list[Conversation] = []
    at = start
    for each in contacts:
        at += each["after"]
        attempt = Attempt(
            channel=each["channel"],
            debtor=debtor,
            role=role,
            purpose=purpose,
            debts=tuple(DebtId(debt) for debt in each["debts"]),
            at=at,
            creditor_id=each["creditor"],
            inconvenient_place=each["minded"],
            to_attorney=each["to_attorney"],
            final=each["final"],
            notice=each["notice"],
            place=each["place"] if each["channel"] is Medium.CALL else None,
        )
        history = History(
            attempts=tuple(past),
            conversations=tuple(talks),
            opt_outs=tuple(
                OptOut(at=when, channel=word["channel"], creditor_id=word["creditor"])
                for when, word in spoken
                if not word["yes"]
            ),
            consents=tuple(
                Consent(
                    at=when,
                    channel=word["channel"],
                    creditor_id=word["creditor"],
                    basis=ConsentBasis.EXPRESS_CONSENT,
                )
                for when, word in spoken
                if word["yes"]
            ),
            conditions=Conditions(standing=tuple(standing)),
        )
        contact = _contact(attempt, person)
        verdict = permit(attempt, history)
        found = violations(
            Record(
                contacts=[*made, contact],
                words=[
                    Word(when, ID, word["channel"].value, word["yes"], word["creditor"])
                    for when, word in spoken
                ],
                standing=[
                    Standing(
                        ID,
                        each.condition.value,
                        each.effective_from,
                        each.effective_until,
                        each.creditor_id,
                    )
                    for each in standing
                ],
                talks=[Talk(talk.at, ID, frozenset(talk.debts)) for talk in talks],
            )
        )
        assert isinstance(verdict, Permitted) == (not found), (verdict, found)
        if isinstance(verdict, Permitted):
            made.append(contact)
            past.append(
                PastAttempt(
                    at=at, channel=attempt.channel, debts=attempt.debts, place=attempt.place
                )
            )
            if each["talked"] and attempt.channel is Medium.CALL:
                talks.append(Conversation(at=at, debts=attempt.debts))


def _standing(start: date, each: dict[str, Any]) -> StandingCondition:
    since = start + timedelta(days=each["after"])
    return StandingCondition(
        condition_id=ConditionId("cnd_1"),
        condition=each["condition"],
        creditor_id=each["creditor"],
        effective_from=since,
        effective_until=None if each["days"] is None else since + timedelta(days=each["days"]),
    )


def _contact(attempt: Attempt, person: Person) -> Contact:
    return Contact(
        at=attempt.at,
        person=person,
        channel=attempt.channel.value,
        debts=frozenset(attempt.debts),
        creditor=str(attempt.creditor_id),
        role=attempt.role.value,
        purpose=attempt.purpose.value if attempt.purpose else None,
        place=attempt.place.value if attempt.place else None,
        notice=attempt.notice.value if attempt.notice else None,
        to_attorney=attempt.to_attorney,
        final=attempt.final,
        minded=attempt.inconvenient_place,
    )
