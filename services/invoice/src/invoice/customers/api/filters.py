"""Which customers a list is to show."""

from typing import Annotated

from fastapi import Query

from recoup_events.invoice import Condition, CustomerKind
from recoup_service.api.filters import OfParent


class CustomerFilter:
    """``wanted: Annotated[CustomerFilter, Depends()]``; what is left out narrows nothing."""

    def __init__(
        self,
        external_id: Annotated[str | None, Query(description="Your id of the customer.")] = None,
        text: Annotated[
            str | None,
            Query(
                description="A part of its name or of a person's, in any case.",
                min_length=1,
                max_length=200,
            ),
        ] = None,
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
        self.arguments = (external_id, text, country, kind, condition, parent_id)
        """In the order of the statement's parameters."""
