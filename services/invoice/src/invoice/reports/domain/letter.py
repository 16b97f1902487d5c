"""A report as a letter to whoever reads it, to be set as PDF."""

from datetime import date, datetime
from typing import Final

from invoice.reports.domain.table import Report
from recoup_documents.letter import Column, Labelled, Letter, Table, paper_of

MOST_ROWS: Final = 2000
"""Of a PDF, which nobody reads further; a CSV has them all."""


def report_letter(
    report: Report, name: str, sender: tuple[str, ...], country: str, as_of: date, at: datetime
) -> Letter:
    shown, left = report.rows[:MOST_ROWS], len(report.rows) - MOST_ROWS
    more = () if left <= 0 else (f"{left:,} more rows are in the CSV.",)
    return Letter(
        language="en",
        paper=paper_of(country),
        made_at=at,
        title=f"{name} {as_of}",
        sender=sender,
        recipient=(),
        details=(Labelled(label="As of", value=as_of.isoformat(), strong=True),),
        heading=name,
        tables=(
            Table(
                columns=tuple(
                    Column(title=heading.title, right=heading.right, wide=nth == 0)
                    for nth, heading in enumerate(report.headings)
                ),
                rows=tuple(shown),
                sums=tuple(Labelled(label=label, value=value) for label, value in report.sums),
            ),
        ),
        closing=more,
        page="Page {n} of {of}",
    )
