"""Metadata: what the ERP or a person notes about a thing in pairs of its own; Recoup only keeps it."""

from collections.abc import Mapping

from recoup_events.kernel.event import Value

MOST_PAIRS = 50
Metadata = Mapping[str, str]
NO_METADATA: Metadata = {}


class Described(Value):
    """An event that carries all metadata of its thing, as they are from now on."""

    metadata: Metadata = NO_METADATA


class MetadataChanged(Described):
    """Nothing else changed; never for what identifies a person, which has fields of its own."""
