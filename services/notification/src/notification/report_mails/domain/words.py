"""What a mail about a report says: its sums, and where its files are."""

from recoup_events.invoice.report import ReportMade


def title_of(made: ReportMade) -> str:
    return f"{made.report_name}, {made.as_of}"


def text_of(made: ReportMade) -> str:
    """Plain: whoever gets it may read the files with a key of theirs."""
    sums = made.summary or ("There is nothing in it.",)
    rows = "1 row" if made.rows == 1 else f"{made.rows:,} rows"
    lines = (
        *(f"{made.report_name} as of {made.as_of} was made, with {rows}.", ""),
        *(*sums, ""),
        *_attached(made),
        "Its files, for 90 days:",
        *made.paths,
        "",
        "This report is scheduled in Recoup. To get it no more, have your address taken off it.",
    )
    return "\n".join(lines) + "\n"


def _attached(made: ReportMade) -> tuple[str, ...]:
    if not made.files:
        return ()
    if len(made.files) < len(made.paths):
        return (f"Attached: {made.files[0].name}; the rest is too large for a mail.",)
    return (f"Attached: {', '.join(each.name for each in made.files)}.",)
