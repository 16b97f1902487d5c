"""Copies of invoices as their readers get them."""

from collections.abc import Awaitable, Callable
from functools import partial

import pytest
from httpx import AsyncClient

from recoup_testing.einvoice_copies import Copy, read_copy


@pytest.fixture
def copy(erp: AsyncClient) -> Callable[..., Awaitable[Copy]]:
    """Of an invoice, read back."""
    return partial(read_copy, erp)
