"""What a creditor's letters look like: its logo, and lines in each language."""

from datetime import datetime
from hashlib import sha256
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator
from starlette.responses import Response

from invoice.creditors.domain import commands
from invoice.creditors.domain.creditor import CREDITOR, Creditor, registered
from invoice.creditors.domain.errors import LogoUnacceptable, NoLogo
from invoice.creditors.domain.logo import JPEG, PNG, SVG, as_svg, picture_of
from invoice.fields import Language
from recoup_documents.letter import Letter
from recoup_documents.renderer import NotRendered, Renderer
from recoup_events.invoice.creditor import LetterheadText
from recoup_events.kernel.attachments import StoredFile
from recoup_files.store import FileStore, StoreUnavailable
from recoup_service.api.attachments import BINARY, answers_without, configured
from recoup_service.api.collection import Collection
from recoup_service.api.fields import RequestBody
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import Dates, Resource

Reader = Annotated[RequestContext, needs("creditors:read")]
Writer = Annotated[RequestContext, needs("creditors:write")]
Line = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")]
PICTURES = dict.fromkeys((PNG, JPEG, SVG), BINARY)
NAMES = {PNG: "logo.png", JPEG: "logo.jpg", SVG: "logo.svg"}


class TextBody(RequestBody):
    """The lines of one language."""

    language: Language = Field(description="Letters in it, whatever the region, have these lines.")
    sender: list[Line] = Field(
        default=[],
        max_length=6,
        description="Above the address, the name first; the creditor's details if left out.",
        examples=[["Sandmann GmbH", "Speicherstraße 1", "20457 Hamburg"]],
    )
    footer: list[Line] = Field(
        default=[],
        max_length=8,
        description="At the foot of each page; the creditor's details if left out.",
        examples=[["Geschäftsführung: Ada Sandmann", "HRB 12345, Amtsgericht Hamburg"]],
    )


class LetterheadBody(RequestBody):
    texts: list[TextBody] = Field(max_length=20, description="One for each language.")

    @model_validator(mode="after")
    def _each_language_once(self) -> Self:
        languages = [each.language.partition("-")[0].lower() for each in self.texts]
        if len(set(languages)) < len(languages):
            raise ValueError("send each language once; a region makes no other letter")
        return self


class LogoShown(BaseModel):
    content_type: str = Field(examples=["image/svg+xml"])
    size: int = Field(description="In bytes.")
    sha256: str


class TextShown(BaseModel):
    language: str
    sender: list[str]
    footer: list[str]


class LetterheadShown(Resource):
    creditor_id: str = Field(examples=["crd_5a1b"])
    logo: LogoShown | None
    texts: list[TextShown]


def shown(creditor: Creditor, dates: Dates) -> LetterheadShown:
    logo = creditor.logo
    return LetterheadShown(
        **dates,
        creditor_id=creditor.creditor_id,
        logo=None if logo is None else LogoShown(**logo.model_dump()),
        texts=[TextShown(**each.model_dump()) for each in creditor.texts],
    )


letterheads = Collection("creditors", CREDITOR, shown)


def letterhead(renderer: Renderer, store: FileStore | None) -> APIRouter:
    """Routes that keep logos in this store, once they could be drawn."""
    router = APIRouter(prefix="/v1/creditors/{id}", tags=["Creditors"])

    @router.get("/letterhead", response_model=LetterheadShown, summary="Read its letterhead")
    async def read_letterhead(id: str, context: Reader) -> Response:
        """What its letters show beside its details."""
        return await letterheads.get(context, id)

    @router.put("/letterhead", response_model=LetterheadShown, summary="Change its letterhead")
    async def put_letterhead(id: str, body: LetterheadBody, context: Writer) -> Response:
        """The lines of each language; the logo is sent apart. Letters have them from now on."""
        texts = tuple(LetterheadText.model_validate(each.model_dump()) for each in body.texts)
        command = commands.ChangeLetterheadTexts(texts=texts)
        return await letterheads.command(context, id, command)

    @router.put(
        "/logo",
        response_model=LetterheadShown,
        summary="Send its logo",
        openapi_extra={"requestBody": {"required": True, "content": PICTURES}},
    )
    async def put_logo(id: str, context: Writer) -> Response:
        """A PNG, JPEG or SVG of at most 256 KiB and 4 million pixels; what it is, is told by what is in it.

        An SVG is plain: no scripts, no links, no linked files, no document type.
        """
        content = await context.request.body()
        picture = picture_of(content)
        await _draw(renderer, as_svg(content, picture), context.now)
        digest = sha256(content).hexdigest()
        logo = StoredFile(
            name=NAMES[picture.content_type],
            content_type=picture.content_type,
            size=len(content),
            sha256=digest,
            key=f"{context.tenant}/logos/{digest}",
        )
        with answers_without(StoreUnavailable):
            await configured(store, "invoice").put(logo.key, content, logo.content_type)
        return await letterheads.command(context, id, commands.ChangeLogo(logo=logo))

    @router.get(
        "/logo",
        response_class=Response,
        responses={200: {"content": PICTURES, "description": "The picture as it came."}},
        summary="Read its logo",
    )
    async def read_logo(id: str, context: Reader) -> Response:
        """To be saved, not to be run: browsers are told so."""
        async with context.work() as work:
            stream = await work.find(CREDITOR, context.tenant, id)
            logo = registered(await work.state(CREDITOR, stream)).logo
        if logo is None:
            raise NoLogo("The creditor has no logo; send one with PUT.")
        with answers_without(StoreUnavailable):
            content = await configured(store, "invoice").get(logo.key)
        if content is None or sha256(content).hexdigest() != logo.sha256:
            raise NoLogo("The store has lost or damaged the logo; send it again.")
        headers = {
            "Content-Disposition": f'attachment; filename="{logo.name}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return Response(content, media_type=logo.content_type, headers=headers)

    @router.delete("/logo", response_model=LetterheadShown, summary="Take its logo away")
    async def delete_logo(id: str, context: Writer) -> Response:
        """Letters have the creditor's name in its place. The picture itself stays in the store."""
        return await letterheads.command(context, id, commands.ChangeLogo(logo=None))

    return router


async def _draw(renderer: Renderer, logo: str, at: datetime) -> None:
    """A letter with nothing else on it; what cannot be set now could not be set later."""
    blank = {"recipient": (), "details": (), "heading": "", "page": ""}
    letter = Letter(language="en", made_at=at, title="logo", sender=("",), logo=logo, **blank)
    try:
        await renderer.render(letter)
    except NotRendered:
        raise LogoUnacceptable(
            "The logo cannot be drawn. Save it again, as a PNG or a plain SVG."
        ) from None
