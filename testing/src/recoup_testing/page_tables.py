"""Tables of a page of the documentation, whose numbers a test computes again."""

from itertools import takewhile

Row = dict[str, str]


def rows_of(page: str, *first: str) -> list[Row]:
    """Of the table whose columns begin with these."""
    wanted = f"| {' | '.join(first)} |"
    lines = page[page.index(wanted) :].splitlines()
    head, _, *rest = takewhile(lambda line: line.startswith("|"), lines)
    return [dict(zip(_cells(head), _cells(line), strict=True)) for line in rest]


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
