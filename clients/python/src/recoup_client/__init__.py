"""Recoup's API in Python: ``Recoup("https://...", key)`` has every operation, by the part it belongs to."""

from recoup_client.asking import Shown, etag_of
from recoup_client.operations import Recoup
from recoup_client.problems import Problem

__all__ = ["Problem", "Recoup", "Shown", "etag_of"]
