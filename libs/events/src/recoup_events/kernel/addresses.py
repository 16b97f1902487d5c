"""Where messages go: the one reading of an address that the API and the senders share.

What the API accepts can therefore be sent. Events hold plain text all the same, because those
recorded before a rule was made must stay readable; senders ask here again.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email

LONGEST_EMAIL = 254
"""Of the whole address in UTF-8, as it goes over the wire."""
LONGEST_LOCAL_PART = 64
"""Of the part before the @ in UTF-8."""
EMAIL_HINT = "Send one like ap@customer.example, without a name, quotes, comments or spaces."
PHONE_HINT = "Send + and the country code, then digits only, like +4930901820."
E164 = r"^\+[1-9][0-9]{6,14}$"


class InvalidAddress(ValueError):
    """This is no address; the text says what is wrong and what to send, never the address."""


class EmailAddress(NamedTuple):
    """One mailbox, such as people read it and such as SMTP carries it."""

    text: str
    """In its own letters, everything in its normal form."""
    wire: str
    """An international domain in Punycode; the part before the @ has none, and stays as it is."""

    @property
    def needs_smtputf8(self) -> bool:
        """Only relays that offer SMTPUTF8 (RFC 6531) can take what is addressed to it."""
        return not self.wire.isascii()


@lru_cache(4096)
def email_address(text: str) -> EmailAddress:
    """Read one address of the form ``name@domain``; both may be international."""
    if len(text) > LONGEST_EMAIL:
        raise _no_email(f"An email address has at most {LONGEST_EMAIL} characters.")
    if "=?" in text:
        raise _no_email("Many mail programs take =? for the beginning of an encoded word.")
    try:
        read = validate_email(
            text,
            allow_smtputf8=True,
            allow_empty_local=False,
            allow_quoted_local=False,
            allow_domain_literal=False,
            allow_display_name=False,
            strict=True,
            globally_deliverable=True,
            check_deliverability=False,
            test_environment=True,  # takes the domain .test, which is reserved for trying out
        )
    except EmailNotValidError as error:
        raise _no_email(str(error)) from None
    except UnicodeError:  # of the IDNA library, whose texts quote what they were given
        raise _no_email("The part after the @-sign is no domain name.") from None
    if len(read.local_part.encode()) > LONGEST_LOCAL_PART:
        raise _no_email(f"Its part before the @-sign takes more than {LONGEST_LOCAL_PART} bytes.")
    wire = f"{read.local_part}@{read.ascii_domain}"
    if len(wire.encode()) > LONGEST_EMAIL:
        raise _no_email(f"It takes more than {LONGEST_EMAIL} bytes.")
    return EmailAddress(read.normalized, wire)


def senders_email_address(text: str) -> EmailAddress:
    """One that stands in every mail, whichever relay takes it: ASCII before the @-sign."""
    address = email_address(text)
    if address.needs_smtputf8:
        raise _no_email(
            "An address that mails come from has ASCII before the @-sign, as not every reader's "
            "server takes another."
        )
    return address


def phone_number(text: str) -> str:
    """Read one number in E.164."""
    if not re.fullmatch(E164, text):
        raise InvalidAddress(f"This is not a telephone number in E.164. {PHONE_HINT}")
    return text


def _no_email(why: str) -> InvalidAddress:
    return InvalidAddress(
        f"This is not an email address that can be written to. {why} {EMAIL_HINT}"
    )
