"""Whether the rules of its time, asked again, give the verdict that a line says they gave."""

from recoup_compliance.archive import rules_of
from recoup_compliance.contact_ledger.line import Evidence, Kind, Line
from recoup_compliance.permit import Permitted, Refused, permit


def difference(line: Line, evidence: Evidence) -> str | None:
    """What is wrong with the verdict; ``None`` if the rules give it again."""
    if evidence.attempt is None or evidence.history is None:
        return None if line.kind is Kind.REFUSED else "it was permitted, and no rule was asked"
    rules = rules_of(line.rules_version or "")
    if rules is None:
        return (
            f"it was judged by {line.rules_version}, which this program does not know; "
            "verify with a release that does"
        )
    if _contact(line) != (evidence.attempt.at, evidence.attempt.channel, evidence.attempt.debts):
        return "the contact that was judged is another one than the line's"
    return _of_rules(line, evidence.inputs, permit(evidence.attempt, evidence.history, rules))


def _of_rules(line: Line, inputs: dict[str, str], verdict: Permitted | Refused) -> str | None:
    if isinstance(verdict, Permitted):
        return "it was refused, and the rules permit it" if line.kind is Kind.REFUSED else None
    if line.kind is Kind.PERMITTED:
        return (
            f"a permit that the rules do not give: {verdict.rule} refuses it ({verdict.citation})"
        )
    if line.rule != verdict.rule:
        return f"it was refused by {line.rule}, and the rules refuse it by {verdict.rule}"
    if line.retry_at not in (None, verdict.retry_at):
        return f"it says it may be made at {line.retry_at}, and the rules say {verdict.retry_at}"
    if inputs != verdict.inputs:
        return "it quotes other inputs than the rules"
    return None


def _contact(line: Line) -> tuple[object, ...]:
    return (line.at, line.channel, line.debts)
