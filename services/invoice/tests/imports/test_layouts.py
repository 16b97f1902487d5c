"""The page for ERP teams says what each ready layout reads."""

from pathlib import Path

from invoice.imports.domain.layouts import LAYOUTS

PAGE = Path(__file__).parents[4] / "docs/how-to/integrate-your-erp.md"


def test_the_page_has_every_column_of_every_layout_and_no_other() -> None:
    sections = {
        part.partition("`mapping: ")[2].partition("`")[0]: part
        for part in PAGE.read_text(encoding="utf-8").split("\n### ")[1:]
    }
    assert sections.keys() == LAYOUTS.keys()
    for erp, layout in LAYOUTS.items():
        rows = {line for line in sections[erp].splitlines() if line.startswith("| `")}
        assert rows == {
            row
            for kind, mapping in layout.items()
            for row in (
                *(f"| `{kind}` | `{field}` | {column} |" for field, column in mapping.columns),
                *(
                    f"| `{kind}` | `{field}` | always `{each}` |"
                    for field, each in mapping.constants
                ),
                *(
                    f"| `{kind}` | only rows | {column}: {' or '.join(values)} |"
                    for column, values in mapping.only
                ),
            )
        }
