"""Letters for trying out: the PDF lies in a folder, and the post takes its days by the stack's own clock."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path

from notification.channels.letter.printed import Printed
from notification.channels.letter.tracking import Tracked
from notification.messages.domain.outcomes import Outcome, Taken

NOWHERE = "00000"
"""What is sent to this postal code comes back."""
_WAY = (("mailed", 1), ("in_transit", 2), ("delivered", 3))
_BACK = (("mailed", 1), ("in_transit", 2), ("returned_to_sender", 5))
"""What happens on which day."""


class SandboxLetters:
    """See ``LetterProvider``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def post(self, printed: Printed) -> Outcome:
        await asyncio.to_thread(self._keep, printed)
        return Taken(provider_id=_id(printed.message_id))

    async def course(self, provider_id: str, now: datetime) -> tuple[Tracked, ...]:
        kept = await asyncio.to_thread(self._read, provider_id)
        if kept is None:
            return ()
        posted, prefix = datetime.fromisoformat(kept["posted_at"]), kept["prefix"]
        way = _BACK if kept["postal_code"] == NOWHERE else _WAY
        days = [(name, posted + timedelta(days=day)) for name, day in way]
        return tuple(
            Tracked(name=prefix + name, at=at, statement=f"{provider_id} {prefix}{name} {at}")
            for name, at in days
            if at <= now
        )

    def _keep(self, printed: Printed) -> None:
        """The record last: a letter whose record is there is whole."""
        self._folder.mkdir(parents=True, exist_ok=True)
        id = _id(printed.message_id)
        if self._read(id) is not None:
            return
        (self._folder / f"{id}.pdf").write_bytes(printed.pdf)
        kept = {
            "posted_at": printed.at.isoformat(),
            "prefix": "certified." if printed.certified else "",
            "postal_code": printed.to.postal_code,
        }
        (self._folder / f"{id}.json").write_text(json.dumps(kept))

    def _read(self, id: str) -> dict[str, str] | None:
        try:
            found: dict[str, str] = json.loads((self._folder / f"{id}.json").read_text())
        except (FileNotFoundError, ValueError):
            return None
        return found


def _id(message_id: str) -> str:
    return f"ltr_{message_id.removeprefix('msg_')}"
