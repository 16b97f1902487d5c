"""The persons of a customer, one at a time, for those who enter them in Recoup."""

from fastapi import APIRouter
from starlette.responses import Response

from invoice.customers.api.person_schemas import NewPerson, PersonChangesBody
from invoice.customers.api.routes import Writer, customers
from invoice.customers.api.schemas import CustomerShown
from invoice.customers.domain import commands
from recoup_events.invoice import PersonSource
from recoup_events.kernel.ids import CustomerId, PersonId

router = APIRouter(prefix="/v1/customers/{id}/persons", tags=["Customers"])


@router.post("", response_model=CustomerShown, summary="Add a person")
async def add_person(id: str, body: NewPerson, context: Writer) -> Response:
    """A person entered here stays whatever the ERP sends."""
    person = body.person(CustomerId(id), PersonSource.RECOUP)
    return await customers.command(context, id, commands.AddPerson(person=person))


@router.patch("/{person_id}", response_model=CustomerShown, summary="Change a person")
async def change_person(
    id: str, person_id: str, body: PersonChangesBody, context: Writer
) -> Response:
    """What is left out stays. What waits to be sent follows a new address, language or time zone."""
    command = commands.ChangePerson(person_id=PersonId(person_id), fields=body.fields())
    return await customers.command(context, id, command)


@router.delete("/{person_id}", response_model=CustomerShown, summary="Remove a person")
async def remove_person(id: str, person_id: str, context: Writer) -> Response:
    """Nothing is sent to the person any more, what already waits included."""
    command = commands.RemovePerson(person_id=PersonId(person_id))
    return await customers.command(context, id, command)
