"""The workflow everybody starts with breaks no rule by itself, and has words for each step."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from notification.templates.renderer.templates import Templates
from recoup_compliance.attempt import Attempt, Debtor, Purpose, Role
from recoup_compliance.history import Consent, History, PastAttempt
from recoup_compliance.permit import Permitted, permit
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import DebtId
from recoup_events.notification import ConsentBasis
from recoup_events.workflow_scheduler import Remind
from workflow_scheduler.contact_policies.domain.contact_policy import ContactPolicy
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW

DUE = date(2026, 3, 27)
DEBT = DebtId("deb_1")
REMINDERS = [
    (step, step.action) for step in DEFAULT_WORKFLOW.steps if isinstance(step.action, Remind)
]


@pytest.mark.parametrize("kind", CustomerKind)
@pytest.mark.parametrize("home", [("US", "America/New_York"), ("DE", "Europe/Berlin")])
def test_no_reminder_of_the_default_workflow_meets_a_cap_or_a_quiet_hour(
    kind: CustomerKind, home: tuple[str, str]
) -> None:
    country, time_zone = home
    hour = ContactPolicy().hour
    assert hour is not None, "messages wait for a round where nobody has chosen otherwise"
    past: list[PastAttempt] = []
    for step, remind in REMINDERS:
        day = DUE + timedelta(days=step.days)
        at = datetime.combine(day, hour, ZoneInfo(time_zone)).astimezone(UTC)
        attempt = Attempt(
            channel=Medium(remind.channel),
            debtor=Debtor(kind=kind, country=country, time_zone=time_zone),
            role=Role.CREDITOR,
            purpose=Purpose.COMMERCIAL if kind is CustomerKind.ENTITY else Purpose.CONSUMER,
            debts=(DEBT,),
            at=at,
        )
        agreed = Consent(
            at=at - timedelta(days=90),
            channel=attempt.channel,
            basis=ConsentBasis.EXPRESS_CONSENT,
        )
        verdict = permit(attempt, History(attempts=tuple(past), consents=(agreed,)))
        assert isinstance(verdict, Permitted), (step.name, verdict)
        past.append(PastAttempt(at=at, channel=attempt.channel, debts=(DEBT,)))


def test_every_reminder_of_the_default_workflow_has_words() -> None:
    templates = Templates()
    for _, remind in REMINDERS:
        assert remind.template in templates.names(remind.channel)
