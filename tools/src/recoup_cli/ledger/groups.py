"""A head office that pays for two branches: one customer, and the next two of its market."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from recoup_cli.ledger.debtors import Debtor
from recoup_cli.ledger.entries import Entry, JoinGroup, ReceivePayment, instant_of

_BRANCHES = 2


def branches(debtors: Sequence[Debtor]) -> Mapping[str, str]:
    """The parent of each branch; none where no market has enough customers."""
    by_currency: defaultdict[str, list[str]] = defaultdict(list)
    for debtor in debtors:
        by_currency[debtor.market.currency].append(debtor.id)
    head, *others = max(by_currency.values(), key=len)
    return dict.fromkeys(others[:_BRANCHES], head) if len(others) >= _BRANCHES else {}


def joining(parents: Mapping[str, str], first: date) -> Iterator[JoinGroup]:
    """One a day, for customers act side by side: on one day the head would take them in any order."""
    for nth, (branch, head) in enumerate(parents.items()):
        yield JoinGroup(at=instant_of(first + timedelta(nth)), customer=branch, parent=head)


def paid_by_parents(
    entries: Iterable[Entry], parents: Mapping[str, str], since: date
) -> Iterator[Entry]:
    """The same money on the same days, of the parents' accounts."""
    for entry in entries:
        payer = parents.get(entry.customer)
        if payer and isinstance(entry, ReceivePayment) and entry.at > instant_of(since):
            yield entry.model_copy(update={"payer": payer})
        else:
            yield entry
