"""Which customers a list is to show."""

from typing import Annotated

from fastapi import Query

from recoup_events.invoice import Condition, CustomerKind
from recoup_service.api.filters import OfParent
from recoup_service.api.search import Search


class CustomerFilter:
    """``wanted: Annotated[CustomerFilter, Depends()]``; what is left out narrows nothing."""

    def __init__(
        self,
        external_id: Annotated[str | None, Query(description="Your id of the customer.")] = None,
        search: Search = None,
        country: Annotated[
            str | None, Query(description="ISO 3166-1 alpha-2 code.", pattern="^[A-Z]{2}$")
        ] = None,
        kind: Annotated[CustomerKind | None, Query(description="Only of this kind.")] = None,
        condition: Annotated[
            Condition | None,
            Query(description="Only those with such a condition that was not lifted."),
        ] = None,
        parent_id: OfParent = None,
    ) -> None:
        self.search = search
        self.arguments = (external_id, country, kind, condition, parent_id)
        """In the order of the statement's parameters."""
