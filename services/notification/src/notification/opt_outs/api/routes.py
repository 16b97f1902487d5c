"""Where the link of a mail leads: a page that asks, and the one click that ends the mails (RFC 8058).

Nothing happens when it is merely followed: programs that look for malware follow every link.
"""

import re
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from notification.consents.domain import address_commands as commands
from notification.consents.domain.address import ADDRESS, stream_of
from notification.messages.domain.marks import Marked, Marks
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.message_content import MessageContent
from notification.opt_outs.domain import words
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.refusals import Missing
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.request_context import OpenContext, opens

OPT_OUTS = "/open/opt-outs"
ONE_CLICK = re.compile(rb'List-Unsubscribe(?:=|"\r\n\r\n)One-Click')
"""As a form, encoded either way."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
}
Anybody = Annotated[OpenContext, opens]


class _Meant(NamedTuple):
    """What a link leads to."""

    marked: Marked
    creditor_id: CreditorId
    content: MessageContent


def opt_outs(marks: Marks) -> APIRouter:
    """The routes, with the key by which links are signed."""
    router = APIRouter(prefix=OPT_OUTS)

    @router.get("/{token}")
    async def ask_reader(token: str, context: Anybody) -> Response:
        async with context.ports.command_runner.work() as work:
            meant = await _meant(work, marks, token)
        if meant is None:
            return _html(404, words.unknown())
        return _html(200, words.asking(meant.content.words.language, meant.content.sender.name))

    @router.post("/{token}")
    async def stop_mails(token: str, request: Request, context: Anybody) -> Response:
        """Known already is as good as new; a mail program is never led elsewhere."""
        async with context.ports.command_runner.work() as work:
            meant = await _meant(work, marks, token)
        if meant is None:
            return _html(404, words.unknown())
        content = meant.content
        if not ONE_CLICK.search(await request.body()):
            return _html(400, words.asking(content.words.language, content.sender.name))
        await _opt_out(context, meant)
        return _html(200, words.done(content.words.language, content.sender.name))

    return router


async def _meant(work: UnitOfWork, marks: Marks, token: str) -> _Meant | None:
    marked = marks.of_opt_out(token)
    if marked is None:
        return None
    try:
        stream = await work.find(MESSAGE, marked.tenant, marked.message_id)
    except Missing:
        return None
    message = await work.state(MESSAGE, stream)
    if message.asked is None or message.content is None:
        return None
    return _Meant(marked, message.asked.creditor_id, message.content)


async def _opt_out(context: OpenContext, meant: _Meant) -> None:
    cause = context.cause("link:opt-out")
    hash = meant.content.address_hash
    stream = stream_of(meant.marked.tenant, hash)
    command = commands.OptOutAddress(
        address_hash=hash,
        channel=Medium.EMAIL,
        creditor_id=meant.creditor_id,
        source=f"The link in the email {meant.marked.message_id}",
        at=context.now,
    )

    async def decision(work: UnitOfWork) -> None:
        await work.lock([stream.account], reading=[stream])
        await work.execute(ADDRESS, stream, command, cause)

    await context.ports.command_runner.decide(decision)


def _html(status: int, page: str) -> Response:
    return HTMLResponse(page, status, headers=_HEADERS)
