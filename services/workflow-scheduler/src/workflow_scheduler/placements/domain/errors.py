"""How placements refuse."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class PlacementRefused(Refused):
    """The placement's state does not allow this."""

    code = "placement_refused"


class DuplicatePlacement(Refused):
    """The external id already names a placement; the first one stands."""

    code = "duplicate_placement"


class SamePerson(Refused):
    """Who proposed it may not approve it."""

    code = "second_person_needed"


class AnswerTooLate(Refused):
    """The time to accept or decline is over."""

    code = "answer_too_late"


class NotPlaceable(Unacceptable):
    """This receivable cannot be placed."""

    code = "receivable_not_placeable"


class DuplicateReport(Refused):
    """The external id already names another report of this placement."""

    code = "duplicate_report"


class ReportUnacceptable(Unacceptable):
    """A report contradicts what is placed."""

    code = "report_unacceptable"


class RemittanceUnacceptable(Unacceptable):
    """A remitted payment contradicts what is placed."""

    code = "remittance_unacceptable"


class UnknownPlacement(Unacceptable):
    """The agency has no such placement."""

    code = "unknown_placement"


class TooManyReports(Refused):
    """So much has been reported of one placement that something must be wrong."""

    code = "too_many_reports"
