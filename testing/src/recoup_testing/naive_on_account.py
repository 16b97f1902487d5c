"""What is on account with nobody keeping it there pays what is asked for next."""

from collections.abc import Collection

from recoup_testing.naive_ledger import NaiveLedger


def use_on_account(ledger: NaiveLedger, name: str, kept: Collection[str]) -> None:
    """The longest there comes first."""
    whose = ledger.invoices[name].customer
    free = [
        (each.free_from, source)
        for source, each in ledger.sources.items()
        if each.account[0] == whose and source not in kept
    ]
    for _, source in sorted(free):
        ledger.apply(source, ledger.owners(name), ledger.unapplied(source))
