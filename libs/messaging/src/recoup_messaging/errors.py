"""What can go wrong in motion; each one is either parked or stops the line."""


class Unreadable(Exception):
    """A record is not an event we can read; it is parked with the reason, and its key waits."""


class Foreign(Unreadable):
    """Topic, type, source and key do not agree; it is parked, and nobody waits behind it."""


class RecordsLost(Exception):
    """Records are missing between what was handled and what the topic still holds.

    The topic's retention passed what was not read yet, or an operator cut it. The partition stands
    still until another offset is stored: re-publish (set the relay cursors of the owner back), then
    delete this service's rows of that topic in ``store.consumer_offset`` to read from the beginning;
    watermarks drop what was handled. A topic that was made anew is recognised by its id.
    """


class Failed(Exception):
    """What follows from a record raised, again and again: that one is set aside."""


class TooManyParked(Exception):
    """So many messages of one partition wait aside that going on would hide a fault.

    The partition stands still, and says so, until redriving or skipping has made room.
    """
