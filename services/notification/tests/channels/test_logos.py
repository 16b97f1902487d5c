"""The creditor's logo stands at the head of its mails, where mail programs can show it."""

from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path

import pytest

from notification.channels.email.read_back import difference
from notification.channels.with_files import WithFiles
from notification.creditors.domain.creditor import Creditor
from notification.messages.domain.outcomes import Outcome, Taken
from notification.messages.domain.sender import Delivery
from notification.messages.domain.wording import HEAVIEST_LOGO, creditor_context
from recoup_events.kernel.attachments import StoredFile
from recoup_files.folder import FolderStore
from recoup_testing.creditors import CREDITOR_REGISTERED
from recoup_testing.mail_example import CONTENT, DELIVERY, written

PNG = b"\x89PNG\r\n\x1a\n of a logo"


def stored(content: bytes, content_type: str = "image/png", size: int | None = None) -> StoredFile:
    digest = sha256(content).hexdigest()
    return StoredFile(
        name="logo.png",
        content_type=content_type,
        size=size or len(content),
        sha256=digest,
        key=f"acme/logos/{digest}",
    )


def with_logo(logo: StoredFile) -> Delivery:
    words = CONTENT.words.model_copy(update={"logo": logo})
    return DELIVERY.model_copy(update={"content": CONTENT.model_copy(update={"words": words})})


class Read:
    """See ``Sender``."""

    def __init__(self) -> None:
        self.deliveries: list[Delivery] = []

    async def send(self, delivery: Delivery) -> Outcome:
        self.deliveries.append(delivery)
        return Taken(provider_id="1")


async def test_a_logo_is_read_once_and_shown_in_every_mail(tmp_path: Path) -> None:
    folder, read, logo = FolderStore(tmp_path), Read(), stored(PNG)
    await folder.put(logo.key, PNG, logo.content_type)
    sender = WithFiles(read, folder)
    await sender.send(with_logo(logo))
    await folder.delete(logo.key)
    await sender.send(with_logo(logo))
    assert [each.logo for each in read.deliveries] == [PNG, PNG]
    meant = written(read.deliveries[0])
    assert difference(meant.written(), meant) is None
    [picture] = [
        part
        for part in message_from_bytes(meant.written(), policy=policy.default).walk()
        if part["Content-ID"] == "<logo>"
    ]
    assert picture.get_payload(decode=True) == PNG


async def test_for_a_logo_that_is_lost_no_mail_waits(tmp_path: Path) -> None:
    read = Read()
    await WithFiles(read, FolderStore(tmp_path)).send(with_logo(stored(PNG)))
    [delivery] = read.deliveries
    assert delivery.logo is None


@pytest.mark.parametrize(
    ("logo", "shown"),
    [
        (stored(PNG), True),
        (stored(PNG, "image/jpeg"), True),
        (stored(PNG, "image/svg+xml"), False),
        (stored(PNG, size=HEAVIEST_LOGO + 1), False),
        (None, False),
    ],
)
def test_mails_show_what_mail_programs_draw(logo: StoredFile | None, *, shown: bool) -> None:
    creditor = Creditor(details=CREDITOR_REGISTERED.details, logo=logo)
    assert (creditor_context(creditor, "EUR").logo is not None) is shown
