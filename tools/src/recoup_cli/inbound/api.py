"""Hands a mail to the API, with the key of whichever tenant it answers."""

from collections.abc import Sequence

import httpx

UNKNOWN = "unknown"
PATH = "/v1/inbound-mails"
LATER = (408, 425, 429)


class TryLater(Exception):
    """The API cannot take it now; the mail stays where it is, and handing it in again is safe."""


class NotTaken(Exception):
    """The API says no to this mail, or to the key."""


def hand_in(client: httpx.Client, keys: Sequence[str], mail: bytes) -> str:
    """What it was; ``unknown`` if it answers nothing of any tenant whose key was given."""
    kind = UNKNOWN
    for key in keys:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "message/rfc822"}
        try:
            answer = client.post(PATH, content=mail, headers=headers)
        except httpx.HTTPError as error:
            raise TryLater(f"The API cannot be reached: {type(error).__name__}.") from error
        if answer.status_code in LATER or answer.status_code >= 500:
            raise TryLater(f"The API answers {answer.status_code}.")
        if answer.status_code != 200:
            raise NotTaken(f"The API answers {answer.status_code}: {_detail(answer)}")
        kind = str(answer.json()["kind"])
        if kind != UNKNOWN:
            break
    return kind


def _detail(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return answer.text[:200]
