"""What a text may be: from whom by country, how long, and whether it may ask for replies."""

import re

from notification.channels.sms.segments import segments_of

NO_NAMES = {
    "+1": "the United States, Canada and their neighbours",
    "+86": "mainland China",
}
"""Calling codes where carriers drop texts whose sender is a name (CTIA Messaging Principles, 2023, 5.3;
Twilio: international support for alphanumeric sender IDs)."""
_ASKS = re.compile(
    r"\b(reply|respond|text back|antworten|antworte|répondez|réponds|responda|responde|rispondi|rispondete|"
    r"rispondere|antwoord)\b|\bSTOP\b",
    re.IGNORECASE,
)


def is_number(sender: str) -> bool:
    """A number or a short code can be answered; a name cannot."""
    return sender.removeprefix("+").isdigit()


def wrong_with(text: str, sender: str, number: str, most_segments: int) -> str | None:
    """Why it is not sent, in words for whoever can change that; ``None`` if nothing is wrong."""
    if not is_number(sender):
        place = next((name for code, name in NO_NAMES.items() if number.startswith(code)), None)
        if place is not None:
            return (
                f"Texts to {place} are delivered from numbers only, and this creditor's sender is a "
                "name. Give the creditor a number as its SMS sender."
            )
        if _ASKS.search(text):
            return (
                "The text asks for a reply, and nobody can reply to a sender that is a name. Give "
                "the creditor a number as its SMS sender, or change the template."
            )
    takes = segments_of(text)
    if takes.segments > most_segments:
        return (
            f"The text takes {takes.segments} segments ({takes.places} places in "
            f"{takes.encoding}) and {most_segments} are allowed. Shorten the template, or raise "
            "RECOUP_SMS_MAX_SEGMENTS."
        )
    return None
