"""The page of formats names every code, in the words of the code."""

from pathlib import Path

from recoup_formats.codes import Code

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/formats.md"


def test_every_code_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for code in Code:
        assert f"| `{code.value}` | {code.meaning} |" in text
