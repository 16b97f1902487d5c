"""A provider of texts as it calls back: with Twilio's form and signature."""

from typing import NamedTuple
from urllib.parse import urlencode

from httpx import AsyncClient, Response

from notification.channels.sms.callbacks import TEXTS
from notification.channels.sms.signature import SmsSignature

NOBODYS = {
    "sms_url": "https://nowhere",
    "sms_token": "the-token-of-nobodys-account",
    "public_url": "https://recoup.example",
    "letter_webhook_secret": "the-secret-of-nobodys-webhook",
}
"""Settings of a service that is never run."""


class TextProvider(NamedTuple):
    client: AsyncClient
    token: str = NOBODYS["sms_token"]
    public_url: str = NOBODYS["public_url"]

    async def report(self, place: str, state: str, **more: str) -> Response:
        """``place`` is tenant and message."""
        form = {"MessageSid": "SM1", "MessageStatus": state, **more}
        return await self.call(f"{TEXTS}/{place}", form)

    async def reply(self, tenant: str, number: str, text: str, **more: str) -> Response:
        form = {"MessageSid": "SM9", "From": number, "To": "+447700900001", "Body": text, **more}
        return await self.call(f"{TEXTS}/{tenant}/replies", form)

    async def call(self, path: str, form: dict[str, str], signature: str | None = None) -> Response:
        genuine = SmsSignature(self.token, self.public_url).of(path, list(form.items()))
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": genuine if signature is None else signature,
        }
        return await self.client.post(path, content=urlencode(form), headers=headers)
