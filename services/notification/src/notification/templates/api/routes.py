"""Templates: write a draft, see what is wrong with it, publish it, and see what was published."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from notification.creditors.handlers import known_creditor
from notification.templates.api.schemas import (
    BuiltIns,
    NewTemplate,
    Publication,
    TemplateListed,
    TemplateShown,
    TemplateState,
    VersionShown,
    built_in_shown,
    listed,
    shown,
    version_shown,
)
from notification.templates.domain.commands import PublishTemplate, RetireTemplate, SaveDraft
from notification.templates.domain.content import Finding, FindingKind
from notification.templates.domain.errors import TemplateFixed, TemplateNotFound, TemplateUnusable
from notification.templates.domain.template import (
    TEMPLATE,
    OwnTemplate,
    stream_of,
    template_id_of,
)
from notification.templates.handlers import languages_wanted
from notification.templates.renderer.built_in import FIXED, built_in
from notification.templates.renderer.checking import findings_of
from notification.templates.renderer.templates import Templates
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Value
from recoup_events.notification import TemplateCategory
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import DATES, Column, Order, sorted_by

READS = named_queries("notification.templates", "queries.sql")
SORTED = sorted_by(
    "name",
    name=Column("name", str),
    created_at=DATES["created_at"],
    updated_at=DATES["updated_at"],
)
Reader = Annotated[RequestContext, needs("templates:read")]
Writer = Annotated[RequestContext, needs("templates:write")]


class _Findings(Value):
    found: tuple[Finding, ...]


router = APIRouter(prefix="/v1/templates", tags=["Templates"])
_RENDERER = Templates()
"""Drafts are checked with what renders the messages."""


async def findings(work: UnitOfWork, stream: Stream) -> _Findings:
    template: OwnTemplate = (await work.load(TEMPLATE, stream)).state
    if template.draft is None:
        return _Findings(found=())
    wanted = await languages_wanted(work, stream.account.tenant, template.creditor_id)
    found = findings_of(_RENDERER, template.category, template.draft, wanted)
    return _Findings(found=tuple(found))


collection = Collection(
    "templates",
    TEMPLATE,
    lambda template, beside, dates: shown(template, list(beside.found), dates),
    findings,
)


@router.post(
    "",
    status_code=201,
    response_model=TemplateShown,
    responses={200: {"model": TemplateShown, "description": "Its draft was replaced."}},
    summary="Write a template",
)
async def write_template(body: NewTemplate, context: Writer) -> Response:
    """Messages stay as they are until it is published; `findings` say what is in the way.

    A category and a name have one template for all creditors, and one for each of them.
    """
    if body.category is TemplateCategory.NOTICE and body.name in FIXED:
        raise TemplateFixed(
            f"A notice {body.name} says what the law lets it say, and nothing else; choose "
            "another name.",
            pointer="/name",
        )
    creditor_id = creditor_id_or_none(context.tenant, body.creditor)
    id = template_id_of(context.tenant, body.category, body.name, creditor_id)
    command = SaveDraft(
        template_id=id,
        category=body.category,
        name=body.name,
        creditor_id=creditor_id,
        content=body.content,
    )

    async def save(work: UnitOfWork, stream: Stream) -> None:
        await known_creditor(work, context.tenant, creditor_id)
        await work.execute(TEMPLATE, stream, command, context.cause)

    return await collection.put(context, stream_of(context.tenant, id), save, save)


@router.get("", summary="List templates")
async def list_templates(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    category: Annotated[TemplateCategory | None, Query(description="Only these.")] = None,
    state: Annotated[TemplateState | None, Query(description="Only in this state.")] = None,
    creditor: OfCreditor = None,
) -> Page[TemplateListed]:
    """Your own by name; those that everybody has are at `/v1/templates/built-in`."""
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    async with context.reading() as connection:
        rows = await order.fetch(
            connection,
            READS["list_templates"],
            page,
            category,
            state,
            creditor_id,
            page.updated_since,
        )
    return page.page(rows, listed, order.key)


@router.get("/built-in", summary="Read the built-in templates")
async def read_built_in_templates(context: Reader) -> BuiltIns:
    """Used wherever you have published none of that name; copy their words and change them."""
    found = [built_in_shown(category, each) for (category, _), each in built_in().items()]
    return BuiltIns(data=sorted(found, key=lambda each: each.id))


@router.get("/{id}", response_model=TemplateShown, summary="Read a template")
async def read_template(id: str, context: Reader) -> Response:
    """Its draft with what is wrong with it, and what is published."""
    return await collection.get(context, id)


@router.get(
    "/{id}/versions/{version}", response_model=VersionShown, summary="Read what was published"
)
async def read_template_version(
    id: str, version: Annotated[int, Path(ge=1, le=1_000_000)], context: Reader
) -> Response:
    """A published version never changes."""
    async with context.reading() as connection:
        row = await connection.fetchrow(READS["read_template_version"], id, version)
    if row is None:
        raise TemplateNotFound(
            f"There is no version {version} of a template {id}; GET /v1/templates lists yours."
        )
    return Answer(200, version_shown(row)).response()


@router.post("/{id}/publication", response_model=TemplateShown, summary="Publish a template")
async def publish_template(id: str, context: Writer, body: Publication | None = None) -> Response:
    """Messages that are written from now on have these words; a draft with findings is refused.

    What is found about the tone may be accepted with a reason.
    """
    accepted = body.accept_tone if body else None

    async def publish(work: UnitOfWork, stream: Stream) -> None:
        found = (await findings(work, stream)).found
        refused = [each for each in found if each.kind is FindingKind.FAULT or accepted is None]
        if refused:
            raise TemplateUnusable.of(refused)
        command = PublishTemplate(tone_accepted=accepted if found else None)
        await work.execute(TEMPLATE, stream, command, context.cause)

    return await collection.change(context, id, publish)


@router.post("/{id}/retirement", response_model=TemplateShown, summary="Retire a template")
async def retire_template(id: str, context: Writer) -> Response:
    """Messages have the tenant's words again, or the built-in ones; publishing it brings it back."""
    return await collection.command(context, id, RetireTemplate())
