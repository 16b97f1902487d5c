"""How categories and treatments refuse."""

from recoup_events.kernel.refusals import Missing, Refused, Unacceptable


class CustomerUnknown(Missing):
    """No customer of this id has arrived here."""


class OverrideUnusable(Unacceptable):
    """The override would never hold."""

    code = "override_unusable"


class NotOverridden(Refused):
    """The evidence decides already."""

    code = "not_overridden"


class TreatmentUnusable(Unacceptable):
    """The treatment names what cannot be used."""

    code = "treatment_unusable"
