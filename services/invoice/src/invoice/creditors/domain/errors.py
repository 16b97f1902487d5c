"""How a creditor refuses."""

from typing import Self

from recoup_events.kernel.refusals import Missing, Refused, Unacceptable


class DuplicateCode(Refused):
    """The code already names a creditor; the first one stands."""

    code = "duplicate_code"

    @classmethod
    def of(cls, code: str, id: str) -> Self:
        return cls(
            f"The code {code!r} already names {id}; change that one, or send a new code.",
            pointer="/code",
        )


class CreditorRefused(Refused):
    """The creditor's state does not allow this."""

    code = "creditor_refused"


class UnknownCreditor(Unacceptable):
    """The request names a creditor that was never registered."""

    code = "unknown_creditor"


class LogoUnacceptable(Unacceptable):
    """The picture is none that letters can carry."""

    code = "logo_unacceptable"


class NoLogo(Missing):
    """The creditor has no logo."""

    code = "no_logo"
