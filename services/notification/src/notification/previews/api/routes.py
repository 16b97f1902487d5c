"""How a template reads, for a customer of yours or for an invented one; as an answer, or as a mail."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, Field
from starlette.responses import Response

from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Taken
from notification.messages.domain.sender import Delivery, Sender
from notification.previews.handlers import PreviewContext, preview_context, template_named
from notification.templates.domain.words import Words
from notification.templates.renderer.templates import Templates
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.addresses import LONGEST_EMAIL, email_address
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import MessageId, PersonId, derived
from recoup_service.api.answers import Answer
from recoup_service.api.fields import ExternalId, Name, RequestBody
from recoup_service.api.request_context import RequestContext, needs

Writer = Annotated[RequestContext, needs("templates:write")]
Language = Literal["en", "de", "fr", "es", "it", "nl"]
MARK = {"en": "Test", "de": "Test", "fr": "Essai", "es": "Prueba", "it": "Prova", "nl": "Test"}


class NewPreview(RequestBody):
    """For whom; without a customer it is an invented one."""

    of: Literal["draft", "published"] = Field(default="draft", description="Which words.")
    customer_external_id: ExternalId | None = Field(
        default=None, description="Your id of a customer.", examples=["C-1"]
    )
    invoice_external_ids: list[Name] = Field(
        default=[],
        max_length=50,
        description="Your ids of its invoices; left out, invented ones are named.",
        examples=[["SO-1"]],
    )
    creditor: Name | None = Field(
        default=None, description="In whose name; the first one if left out.", examples=["default"]
    )
    language: Language | None = Field(
        default=None, description="Left out, it is the reader's.", examples=["fr"]
    )


class NewTestMail(NewPreview):
    """The same as a mail to you, marked as a test."""

    address: Annotated[str, AfterValidator(lambda text: email_address(text).text)] = Field(
        description="Your own, not a customer's.",
        examples=["you@bolts.example"],
        json_schema_extra={"format": "email", "maxLength": LONGEST_EMAIL},
    )


class PreviewShown(BaseModel):
    """What the reader would see; nothing is sent or kept."""

    language: str
    subject: str = Field(description="Empty for a text message.")
    text: str
    html: str | None
    payment_code: str | None = Field(description="What the QR code holds.")
    day: date = Field(description="On which it would be written.")


class TestMailShown(BaseModel):
    """What the mail relay made of it."""

    sent: bool
    reason: str | None = Field(description="Why it was not sent.")
    preview: PreviewShown


def previews(templates: Templates, mail: Sender) -> APIRouter:
    """The routes, which render as messages are rendered and send as they are sent."""
    router = APIRouter(prefix="/v1/templates", tags=["Templates"])

    async def written(
        id: str, body: NewPreview, context: RequestContext
    ) -> tuple[Words, PreviewContext]:
        async with context.work() as work:
            category, template = await template_named(
                work, context.tenant, id, draft=body.of == "draft"
            )
            preview = await preview_context(
                work,
                context.tenant,
                category,
                customer=body.customer_external_id,
                invoices=body.invoice_external_ids,
                creditor=body.creditor,
                today=context.now.date(),
            )
        language = body.language or preview.language
        return templates.write(category, template, language, preview.context), preview

    @router.post("/{id}/previews", response_model=PreviewShown, summary="Preview a template")
    async def preview_template(id: str, body: NewPreview, context: Writer) -> Response:
        """Of yours by its id, or of a built-in one, e.g. `email.friendly_reminder`."""
        words, _ = await written(id, body, context)
        return Answer(200, _shown(words, context.now.date())).response()

    @router.post("/{id}/test-mails", response_model=TestMailShown, summary="Send a test mail")
    async def send_test_mail(id: str, body: NewTestMail, context: Writer) -> Response:
        """At once, marked as a test, to one address; it counts as no contact and is kept nowhere."""
        address = email_address(body.address).wire
        words, preview = await written(id, body, context)
        subject = f"[{MARK[words.language]}] {words.subject or words.text[:60]}"
        content = MessageContent(
            sender=preview.sender or SenderIdentity(name=preview.context.creditor.name),
            person_id=PersonId("per_test"),
            recipient=preview.context.recipient,
            address=address,
            address_hash="",
            items=(),
            words=words.model_copy(update={"subject": subject}),
        )
        name = MessageId(derived("tst", context.tenant, id, context.now.isoformat()))
        delivery = Delivery(message_id=name, channel=Channel.EMAIL, content=content, at=context.now)
        outcome = await mail.send(delivery)
        sent = isinstance(outcome, Taken)
        shown = TestMailShown(
            sent=sent,
            reason=None if sent else getattr(outcome, "reason", None),
            preview=_shown(words, context.now.date()),
        )
        return Answer(200, shown).response()

    return router


def _shown(words: Words, day: date) -> PreviewShown:
    named = words.model_dump(include={"language", "subject", "text", "html", "payment_code"})
    return PreviewShown(**named, day=day)
