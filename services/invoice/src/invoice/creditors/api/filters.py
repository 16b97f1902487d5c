"""Which creditors a list is to show."""

from typing import Annotated

from fastapi import Query

from recoup_service.api.search import Search


class CreditorFilter:
    """``wanted: Annotated[CreditorFilter, Depends()]``; what is left out narrows nothing."""

    def __init__(
        self,
        code: Annotated[str | None, Query(description="Your code of the creditor.")] = None,
        search: Search = None,
    ) -> None:
        self.search = search
        self.arguments = (code,)
        """In the order of the statement's parameters."""
