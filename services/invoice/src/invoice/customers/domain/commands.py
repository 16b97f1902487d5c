"""What may be asked of a customer."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from recoup_events.invoice import Contact, CustomerKind
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CustomerId
from recoup_events.kernel.money import Money


def _more_than_zero(amount: Money) -> Money:
    if amount.minor_units <= 0:
        raise ValueError(f"{amount} is not more than zero")
    return amount


Positive = Annotated[Money, AfterValidator(_more_than_zero)]


class RegisterCustomer(Command):
    customer_id: CustomerId
    external_id: str
    name: str
    kind: CustomerKind
    country: str
    time_zone: str
    language: str
    contacts: tuple[Contact, ...]


class ChangeCustomerDetails(Command):
    name: str
    kind: CustomerKind
    country: str
    time_zone: str
    language: str
    contacts: tuple[Contact, ...]


class RecordInsolvency(Command):
    source: str
    effective_from: date


class CeaseContact(Command):
    source: str
    effective_from: date


CustomerCommand = RegisterCustomer | ChangeCustomerDetails | RecordInsolvency | CeaseContact
