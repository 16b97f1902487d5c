"""What each event means, in a sentence that a person reads, and which kind of thing it is about."""

from collections.abc import Mapping

from invoice.timeline.domain import documents, money
from invoice.timeline.domain.sentences import Kind, Name, Wording
from recoup_events.kernel.event import Event

_SENTENCES = (*documents.SENTENCES, *money.SENTENCES)
KINDS: Mapping[type[Event], Kind] = {event: kind for event, kind, _ in _SENTENCES}
_WORDS: Mapping[type[Event], Wording] = {event: words for event, _, words in _SENTENCES}


def words(event: Event, name: Name) -> str:
    return _WORDS[type(event)](event, name)
