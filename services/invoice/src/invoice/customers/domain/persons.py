"""The persons of a customer: who is added, changed, kept and removed."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from invoice.customers.domain.commands import PersonChanges
from invoice.customers.domain.errors import (
    DuplicatePerson,
    IncompletePerson,
    TooManyPersons,
    UnknownPerson,
)
from recoup_events.invoice import Person, PersonSource
from recoup_events.kernel.ids import CustomerId, PersonId, person_id_of

MOST = 50
STATED = ("inconvenient_times", "inconvenient_channels", "inconvenient_addresses")
Persons = tuple[Person, ...]


def replaced(known: Persons, sent: Persons) -> Persons:
    """As sent; those entered in Recoup are not the ERP's to remove, nor to take over."""
    before = {person.person_id: person for person in known}
    own = {id: each for id, each in before.items() if each.source is PersonSource.RECOUP}
    now = [_kept(before.get(person.person_id), person) for person in sent]
    ids = {person.person_id for person in sent}
    return distinct([*now, *(person for id, person in own.items() if id not in ids)])


def _kept(before: Person | None, sent: Person) -> Person:
    """What a person has stated is not taken back by an ERP that does not know of it."""
    if before is None:
        return sent
    stated = {name: getattr(before, name) for name in STATED if not getattr(sent, name)}
    source = before.source if before.source is PersonSource.RECOUP else sent.source
    return sent.model_copy(update={**stated, "source": source})


def merged(customer_id: CustomerId, known: Persons, sent: Sequence[PersonChanges]) -> Persons:
    """Those of a known id are changed, others added, none removed."""
    persons = {person.person_id: person for person in known}
    for nth, changes in enumerate(sent):
        pointer = f"/persons/{nth}"
        id = _id(customer_id, changes)
        if id in persons:
            persons[id] = _with(persons[id], changes.fields)
        elif changes.external_id is not None:
            new = {"person_id": id, "external_id": changes.external_id, "source": PersonSource.ERP}
            persons[id] = _complete({**new, **_named(changes.fields)}, pointer)
        else:
            raise UnknownPerson.of(id, pointer=f"{pointer}/id")
    return distinct(tuple(persons.values()))


def added(known: Persons, person: Person) -> Persons:
    if any(other.person_id == person.person_id for other in known):
        raise DuplicatePerson(
            f"The customer has a person {person.external_id!r} already, {person.person_id}; "
            "change that one, or send another external_id.",
            pointer="/external_id",
        )
    return distinct((*known, person))


def changed(known: Persons, person_id: PersonId, fields: Mapping[str, Any]) -> Persons:
    named(known, person_id)
    return tuple(
        _with(person, fields) if person.person_id == person_id else person for person in known
    )


def removed(known: Persons, person_id: PersonId) -> Persons:
    named(known, person_id)
    return tuple(person for person in known if person.person_id != person_id)


def named(known: Persons, person_id: PersonId) -> Person:
    for person in known:
        if person.person_id == person_id:
            return person
    raise UnknownPerson.of(person_id)


def moved(country: str | None, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Another country has other subdivisions."""
    if fields.get("country", country) != country:
        return {"subdivision": None, **fields}
    return fields


def distinct(persons: Sequence[Person]) -> Persons:
    if len(persons) > MOST:
        raise TooManyPersons(
            f"With these the customer would have {len(persons)} persons, and {MOST} is the most; "
            "remove some first, or put all that are to stay at once.",
            pointer="/persons",
        )
    if len({person.person_id for person in persons}) < len(persons):
        raise DuplicatePerson(
            "Two persons of the customer have the same external_id; send each person once.",
            pointer="/persons",
        )
    return tuple(persons)


def _id(customer_id: CustomerId, changes: PersonChanges) -> PersonId:
    if changes.person_id is not None:
        return changes.person_id
    return person_id_of(customer_id, changes.external_id or "")


def _with(person: Person, fields: Mapping[str, Any]) -> Person:
    """What is left out stays."""
    return person.model_copy(update=moved(person.country, _named(fields)))


def _named(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _complete(fields: Mapping[str, Any], pointer: str) -> Person:
    try:
        return Person.model_validate(fields)
    except ValidationError as error:
        missing = sorted(str(each["loc"][0]) for each in error.errors())
        raise IncompletePerson(
            f"The customer has no such person yet, and a new one needs {' and '.join(missing)}; "
            "send them too, or correct the external_id.",
            pointer=pointer,
        ) from None
