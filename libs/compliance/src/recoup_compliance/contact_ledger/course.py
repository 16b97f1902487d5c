"""What a customer's lines say in their order: who was contacted when, and with which permit."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from recoup_compliance.contact_ledger.line import Evidence, Kind, Line
from recoup_compliance.history import Conversation, PastAttempt
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import PersonId

LOOKS_BACK = timedelta(days=31)
"""No rule looks back further."""


class Course:
    """The lines of one customer, one after the other."""

    def __init__(self) -> None:
        self._permits: dict[str, Line] = {}
        """The latest of each contact that was not used yet."""
        self._attempts: defaultdict[PersonId | None, dict[str, PastAttempt]] = defaultdict(dict)
        self._talks: defaultdict[PersonId | None, list[Conversation]] = defaultdict(list)

    def unknown_to(self, line: Line, evidence: Evidence) -> str | None:
        """What was kept from the rules, though the ledger knows it."""
        if evidence.history is None:
            return None
        history, since = evidence.history, line.at - LOOKS_BACK
        others = self._attempts[line.person_id].items()
        recent = [past for id, past in others if id != line.contact_id and past.at >= since]
        talks = [talk for talk in self._talks[line.person_id] if talk.at >= since]
        left_out = sum(past not in history.attempts for past in recent)
        left_out += sum(talk not in history.conversations for talk in talks)
        if not left_out:
            return None
        return f"the rules were not told of {left_out} earlier contacts with the person"

    def take(self, line: Line) -> Iterator[str]:
        """Go on by a line; says what should not have been."""
        match line.kind:
            case Kind.PERMITTED:
                self._permits[line.contact_id] = line
                self._tried(line)
            case Kind.SENT:
                permit = self._permits.pop(line.contact_id, None)
                if permit is None or permit.attempt != line.attempt:
                    yield "sent without a permit"
            case Kind.MADE:
                yield from self._made(line)
            case Kind.NOT_MADE:
                self._permits.pop(line.contact_id, None)
                self._attempts[line.person_id].pop(line.contact_id, None)
            case Kind.RECEIVED:
                self._talked(line)
            case Kind.REFUSED | Kind.FAILED:
                pass

    def _tried(self, line: Line) -> None:
        past = PastAttempt(at=line.called_at or line.at, channel=line.channel, debts=line.debts)
        self._attempts[line.person_id][line.contact_id] = past

    def _made(self, line: Line) -> Iterator[str]:
        permit = self._permits.pop(line.contact_id, None)
        if permit is None:
            yield "called without a permit"
        elif permit.until is not None and (line.called_at or line.at) > permit.until:
            yield f"called after its permit had ended at {permit.until.isoformat()}"
        if line.counts:
            self._tried(line)
        else:
            self._attempts[line.person_id].pop(line.contact_id, None)
        if line.conversation:
            self._talked(line)

    def _talked(self, line: Line) -> None:
        assert line.channel is Medium.CALL, "only calls are conversations"
        self._talks[line.person_id].append(
            Conversation(at=line.called_at or line.at, debts=line.debts)
        )
