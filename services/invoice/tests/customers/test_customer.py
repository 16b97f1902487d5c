from invoice.customers.domain import commands
from invoice.customers.domain.customer import CUSTOMER
from invoice.customers.domain.errors import CustomerRefused, DuplicateExternalId
from invoice.customers.domain.events import TimeZoneChanged
from recoup_events import invoice as recoup_event_invoice
from recoup_events.kernel import channels as kernel_channels
from recoup_events.kernel.ids import CustomerId, person_id_of
from recoup_testing.scenario import Scenario

ID = CustomerId("cus_1")
BILLING = recoup_event_invoice.Person(
    person_id=person_id_of(ID, "P-1"),
    external_id="P-1",
    source=recoup_event_invoice.PersonSource.ERP,
    name="Accounts payable",
    roles=(kernel_channels.ContactRole.BILLING,),
    emails=("ap@bolts.example",),
)
DETAILS = {
    "name": "Bolts GmbH",
    "kind": recoup_event_invoice.CustomerKind.ENTITY,
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "de",
    "persons": (BILLING,),
}
MOVED = {**DETAILS, "country": "AT", "time_zone": "Europe/Vienna"}
REGISTER = commands.RegisterCustomer(customer_id=ID, external_id="C-1", **DETAILS)
REGISTERED = recoup_event_invoice.CustomerRegistered(customer_id=ID, external_id="C-1", **DETAILS)
CHANGED = recoup_event_invoice.CustomerDetailsChanged(customer_id=ID, **MOVED)

customer = Scenario(CUSTOMER)


def test_a_customer_is_registered_once() -> None:
    customer.given().when(REGISTER).then(REGISTERED)
    refusal = customer.given(REGISTERED).when(REGISTER).then_refused(DuplicateExternalId)
    assert "cus_1" in refusal.detail


def test_changed_details_are_said_in_full() -> None:
    customer.given(REGISTERED).when(commands.ReplaceCustomerDetails(**MOVED)).then(
        CHANGED, TimeZoneChanged(customer_id=ID, time_zone="Europe/Vienna")
    )


def test_details_that_stay_the_same_say_nothing() -> None:
    customer.given(REGISTERED).when(commands.ReplaceCustomerDetails(**DETAILS)).then_nothing()
    customer.given(REGISTERED, CHANGED).when(
        commands.ReplaceCustomerDetails(**MOVED)
    ).then_nothing()


def test_nothing_is_recorded_about_a_stranger() -> None:
    customer.given().when(commands.ReplaceCustomerDetails(**DETAILS)).then_refused(CustomerRefused)
