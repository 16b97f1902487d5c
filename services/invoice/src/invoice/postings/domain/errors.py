"""How a posting refuses."""

from recoup_events.kernel.refusals import Refused


class PostingRefused(Refused):
    """The posting's state does not allow this."""

    code = "posting_refused"
