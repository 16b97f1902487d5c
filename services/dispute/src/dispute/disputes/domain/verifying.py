"""A consumer who contests in writing in the validation period is sent verification before anything else.

15 USC 1692g(b), 12 CFR 1006.38(d): until then a debt collector ceases collection of what is contested. An
open dispute is not chased anyway; so none is decided against the consumer before.
"""

from collections.abc import Sequence
from datetime import date

from dispute.disputes.domain.commands import SendVerification
from dispute.disputes.domain.dispute import Dispute
from dispute.disputes.domain.errors import (
    DisputeRefused,
    ValidationUnacceptable,
    VerificationNeeded,
    VerificationUnacceptable,
)
from recoup_events.dispute import DisputeVerificationSent, ValidationPeriod


def check_period(validation: ValidationPeriod | None) -> None:
    """What came too late is a dispute as any other."""
    if validation is not None and validation.ends_on < validation.received_on:
        raise ValidationUnacceptable(
            f"It came on {validation.received_on}, and the validation period ended on "
            f"{validation.ends_on}; leave it out.",
            pointer="/validation/received_on",
        )


def check_verified(dispute: Dispute) -> None:
    """Before what is contested, or a part of it, is chased again."""
    if dispute.awaits_verification:
        raise VerificationNeeded(
            "The consumer contested in writing in the validation period: send verification of the "
            "debt, and record it (POST /v1/disputes/{id}/verification), or uphold the dispute."
        )


def verification(command: SendVerification, dispute: Dispute) -> Sequence[DisputeVerificationSent]:
    validation = dispute.opened.validation
    if validation is None:
        raise DisputeRefused("It was not opened in a validation period; decide it as it is.")
    if dispute.verified_on is not None:
        return []
    _check_day(command.sent_on, validation, command.today)
    sent = DisputeVerificationSent(**dispute.ids, sent_on=command.sent_on, what=command.what)
    return [sent]


def _check_day(sent_on: date, validation: ValidationPeriod, today: date) -> None:
    if not validation.received_on <= sent_on <= today:
        raise VerificationUnacceptable(
            f"Send a day from {validation.received_on}, on which it was contested, to {today}.",
            pointer="/sent_on",
        )
