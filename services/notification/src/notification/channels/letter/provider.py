"""The provider of letters that a deployment names."""

from pathlib import Path
from urllib.parse import unquote

import httpx

from notification.channels.letter.lob import LobLetters
from notification.channels.letter.sandbox import SandboxLetters
from notification.channels.letter.sender import LetterProvider
from notification.settings import NotificationSettings


def letters_of(settings: NotificationSettings) -> LetterProvider | None:
    """``None`` where letters are refused, with what to set."""
    url = settings.letter_url
    if url is None:
        return None
    if url.scheme == "file":
        return SandboxLetters(Path(unquote(url.path or "/")))
    key = settings.letter_key.get_secret_value()
    client = httpx.AsyncClient(base_url=str(url), auth=(key, ""), trust_env=False)
    return LobLetters(client)
