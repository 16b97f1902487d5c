"""Which creditors a list is to show."""

from typing import Annotated

from fastapi import Query


class CreditorFilter:
    """``wanted: Annotated[CreditorFilter, Depends()]``; what is left out narrows nothing."""

    def __init__(
        self,
        code: Annotated[str | None, Query(description="Your code of the creditor.")] = None,
        text: Annotated[
            str | None,
            Query(
                description="A part of the legal name, in any case.", min_length=1, max_length=200
            ),
        ] = None,
    ) -> None:
        self.arguments = (code, text)
        """In the order of the statement's parameters."""
