"""A message as plain text."""

from collections.abc import Iterator

from notification.templates.renderer.blocks import MessageBlocks, Statement
from notification.templates.renderer.paying import Payment


def plain(blocks: MessageBlocks) -> str:
    return "\n\n".join("\n".join(lines) for lines in _paragraphs(blocks) if lines)


def _paragraphs(blocks: MessageBlocks) -> Iterator[list[str]]:
    for part in blocks.body:
        yield _listed(part, blocks) if isinstance(part, Statement) else list(part)
    if blocks.asides:
        yield [blocks.asides]
    if blocks.payment is not None:
        yield _paid(blocks.payment, blocks)
    if blocks.help:
        yield [blocks.help]
    yield [blocks.regards, *blocks.signature]
    yield list(blocks.footer)
    yield from ([each] for each in blocks.disclosures)
    if blocks.satisfaction:
        yield [blocks.satisfaction_text]
    if blocks.opt_out:
        yield [blocks.opt_out]


def _listed(statement: Statement, blocks: MessageBlocks) -> list[str]:
    lines = [f"- {row.line}" for row in statement.rows]
    if statement.more:
        lines.append(f"- {statement.more}")
    return [*lines, *(f"{what}{blocks.colon}{amount}" for what, amount in statement.totals)]


def _paid(payment: Payment, blocks: MessageBlocks) -> list[str]:
    return [payment.title, *(f"{each.label}{blocks.colon}{each.value}" for each in payment.details)]
