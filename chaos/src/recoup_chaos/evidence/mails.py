"""What arrived outside: every mail by its Message-ID, every text message by its key."""

import json
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path


def arrived(data: Path) -> Counter[str]:
    """How often each message came, by its id, whatever the channel."""
    mails = (
        message_from_bytes(file.read_bytes(), policy=policy.default)["Message-ID"]
        for file in (data / "mail").glob("*.eml")
    )
    texts = (data / "sms" / "messages.jsonl").read_text().splitlines()
    keys = (json.loads(line)["key"] for line in texts)
    return Counter([*(mail.strip("<>").partition("@")[0] for mail in mails), *keys])
