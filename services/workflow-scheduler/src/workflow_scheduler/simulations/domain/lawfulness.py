"""Whether a message of a simulation might have been sent: the rules of contact, with the facts known here."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from recoup_compliance import conditions
from recoup_compliance.attempt import Attempt, Debtor, Purpose, Role
from recoup_compliance.conditions import Conditions
from recoup_compliance.history import Consent, History, OptOut, PastAttempt
from recoup_compliance.localities import locality_of
from recoup_compliance.permit import Refused, permit
from recoup_compliance.rulebook import Rulebook
from recoup_events.invoice import (
    CustomerConditionLifted,
    CustomerConditionRecorded,
    CustomerKind,
)
from recoup_events.invoice.customer import CustomerDetails, Person
from recoup_events.kernel.channels import ContactRole, Medium, medium_of
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import PersonId, debt_id_of
from recoup_events.notification.consent import ChannelOptedOut, ConsentGranted, ConsentWithdrawn
from recoup_events.workflow_scheduler import ReminderRequested

PATIENCE = timedelta(days=14)
"""How long notification lets a message wait for a lawful moment."""
REMEMBERED = timedelta(days=62)
"""Longer than any cap looks back."""
NOBODY = "policy.no_address"
FINAL_NOTICE = "final_notice"
APPROXIMATED = (
    "Each message is judged once, at the moment of its contact round, and not again before it is sent.",
    "Bounced addresses, opt-outs at an address, suppressed complaints and calls made are not known here.",
    "Every creditor collects in its own name; an agency or a debt buyer is bound by more rules.",
    "A message that must wait is sent at the first lawful moment, if that comes within 14 days.",
)
"""What the gate of a simulation does not know, said in every report."""
_PURPOSES = {
    CustomerKind.ENTITY: Purpose.COMMERCIAL,
    CustomerKind.NATURAL_PERSON: Purpose.CONSUMER,
}


class Verdict(NamedTuple):
    """About one message to one person."""

    sent_at: datetime | None
    """``None`` where it is not sent at all."""
    rule: str | None = None
    """What stood in its way; with ``sent_at`` it had to wait."""


def as_of(rules: Rulebook, day: date) -> Rulebook:
    """The rules in force on a day, as if they were on every other."""
    always = {"effective_from": None, "effective_until": None}
    return Rulebook(rule.model_copy(update=always) for rule in rules.in_force(day))


@dataclass(slots=True)
class Contacts:
    """What is known of one customer's persons, and how often they were written to."""

    rules: Rulebook
    profile: CustomerDetails | None = None
    conditions: Conditions = field(default_factory=Conditions)
    attempts: defaultdict[PersonId, list[PastAttempt]] = field(
        default_factory=lambda: defaultdict(list)
    )
    consents: defaultdict[PersonId, list[Consent]] = field(
        default_factory=lambda: defaultdict(list)
    )
    opt_outs: defaultdict[PersonId, list[OptOut]] = field(default_factory=lambda: defaultdict(list))

    def hear(self, event: Event, at: datetime) -> None:
        match event:
            case CustomerDetails():
                self.profile = event
            case ConsentGranted(person_id=id):
                given = Consent(
                    at=at,
                    channel=event.channel,
                    creditor_id=event.creditor_id,
                    basis=event.basis,
                )
                self.consents[id].append(given)
            case ConsentWithdrawn(person_id=id) | ChannelOptedOut(person_id=id):
                opt_out = OptOut(at=at, channel=event.channel, creditor_id=event.creditor_id)
                self.opt_outs[id].append(opt_out)
            case CustomerConditionRecorded() | CustomerConditionLifted():
                self.conditions = conditions.follow(self.conditions, event)
            case _:
                pass  # nothing that decides about a contact

    def ask(self, reminder: ReminderRequested, at: datetime) -> Sequence[Verdict]:
        """One for each person who would get it, and the attempts remembered."""
        persons = list(self._wanted(reminder))
        if not persons:
            return [Verdict(None, NOBODY)]
        return [self._judge(reminder, person, at) for person in persons]

    def _wanted(self, reminder: ReminderRequested) -> Iterator[Person]:
        for person in () if self.profile is None else self.profile.persons:
            if not set(reminder.recipients).isdisjoint(person.roles) and self._reachable(
                person, medium_of(reminder.channel)
            ):
                yield person

    def _reachable(self, person: Person, medium: Medium) -> bool:
        if medium is Medium.LETTER:
            customers = self.profile.addresses if self.profile is not None else ()
            return person.address is not None or bool(customers)
        return bool(person.emails if medium is Medium.EMAIL else person.phones)

    def _judge(self, reminder: ReminderRequested, person: Person, at: datetime) -> Verdict:
        attempt = self._attempt(reminder, person, at)
        verdict = permit(attempt, self._history(person.person_id, at), self.rules)
        if not isinstance(verdict, Refused):
            return self._sent(person.person_id, attempt, at, None)
        until = verdict.retry_at
        if until is None or until - at > PATIENCE:
            return Verdict(None, verdict.rule)
        return self._sent(person.person_id, attempt, until, verdict.rule)

    def _sent(self, id: PersonId, attempt: Attempt, at: datetime, rule: str | None) -> Verdict:
        tried = PastAttempt(at=at, channel=attempt.channel, debts=attempt.debts)
        self.attempts[id].append(tried)
        return Verdict(at, rule)

    def _attempt(self, reminder: ReminderRequested, person: Person, at: datetime) -> Attempt:
        profile = self.profile
        assert profile is not None, "a person is one of a customer's"
        here = person.country in (None, profile.country)
        country = person.country or profile.country
        subdivision = person.subdivision or (profile.subdivision if here else None)
        post = person.address
        guarantor = ContactRole.GUARANTOR in person.roles and profile.kind is CustomerKind.ENTITY
        medium = medium_of(reminder.channel)
        return Attempt(
            channel=medium,
            debtor=Debtor(
                kind=CustomerKind.SOLE_TRADER if guarantor else profile.kind,
                country=country,
                subdivision=subdivision,
                locality=locality_of(
                    country, subdivision, None if post is None else post.postal_code
                ),
                time_zone=person.time_zone or profile.time_zone,
                inconvenient_times=person.inconvenient_times,
            ),
            role=Role.CREDITOR,
            purpose=_PURPOSES.get(profile.kind),
            debts=(debt_id_of(reminder.customer_id, reminder.creditor_id),),
            creditor_id=reminder.creditor_id,
            at=at,
            inconvenient_place=medium in person.inconvenient_channels,
            to_attorney=ContactRole.ATTORNEY in person.roles,
            final=reminder.template == FINAL_NOTICE,
        )

    def _history(self, id: PersonId, at: datetime) -> History:
        kept = [each for each in self.attempts[id] if each.at > at - REMEMBERED]
        self.attempts[id] = kept
        return History(
            attempts=tuple(kept),
            opt_outs=tuple(self.opt_outs[id]),
            consents=tuple(self.consents[id]),
            conditions=self.conditions,
        )
