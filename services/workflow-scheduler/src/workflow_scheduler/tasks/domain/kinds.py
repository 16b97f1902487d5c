"""What each kind of task is completed with, and what ends the reason for it."""

from collections.abc import Mapping

from recoup_events.workflow_scheduler import Disposition, TaskKind

SAID = frozenset(
    {
        Disposition.PROMISED_TO_PAY,
        Disposition.PAID_ALREADY,
        Disposition.CONTESTS,
        Disposition.ASKED_FOR_PLAN,
        Disposition.CANNOT_PAY,
        Disposition.NEVER_RECEIVED,
        Disposition.CALLS_BACK,
        Disposition.WRONG_PERSON,
        Disposition.OTHER,
    }
)
"""What a customer says, by whichever way."""
DECIDED = frozenset({Disposition.GOES_AHEAD, Disposition.NOT_NOW})
DONE = frozenset({Disposition.DONE, Disposition.NOT_POSSIBLE})
TAKES: Mapping[TaskKind, frozenset[Disposition]] = {
    TaskKind.CALL: SAID | {Disposition.NOT_REACHED, Disposition.WRONG_NUMBER, Disposition.NO_CALL},
    TaskKind.ESCALATION: DECIDED,
    TaskKind.REPLY: SAID | DONE,
    **dict.fromkeys(
        (
            TaskKind.ADDRESS,
            TaskKind.CONTACT_DATA,
            TaskKind.NO_CHANNEL,
            TaskKind.FIND_PAYMENT,
            TaskKind.CLAIM,
            TaskKind.REVIEW,
        ),
        DONE,
    ),
}
OF_CONTACT = frozenset(
    {
        TaskKind.CALL,
        TaskKind.ESCALATION,
        TaskKind.ADDRESS,
        TaskKind.CONTACT_DATA,
        TaskKind.NO_CHANNEL,
    }
)
"""There is no reason for these once nobody may be contacted or nothing is chased."""
OF_MONEY = OF_CONTACT | {TaskKind.FIND_PAYMENT}
"""Nor for these once nothing is owed."""
OF_DETAILS = frozenset({TaskKind.ADDRESS, TaskKind.CONTACT_DATA, TaskKind.NO_CHANNEL})
"""Done with, once the customer's persons are others."""
