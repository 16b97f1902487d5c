"""A person at a customer, with as little said as a test needs."""

from typing import Any

from recoup_events.invoice import Person, PersonSource
from recoup_events.kernel.channels import ContactRole
from recoup_events.kernel.ids import PersonId


def person(
    name: str, *roles: ContactRole, email: str | None = None, phone: str | None = None, **more: Any
) -> Person:
    """A billing person if nothing else is said; its ids are made of its name."""
    return Person.model_validate(
        {
            "person_id": PersonId(f"per_{name.split()[0].lower()}"),
            "external_id": name,
            "source": PersonSource.ERP,
            "name": name,
            "roles": roles or (ContactRole.BILLING,),
            "emails": () if email is None else (email,),
            "phones": () if phone is None else (phone,),
            **more,
        }
    )
