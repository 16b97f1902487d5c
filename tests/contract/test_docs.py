"""What the documents point at exists, and what is made from code is as the code is."""

import re
from pathlib import Path

import pytest

from recoup_cli.language.asyncapi import asyncapi_files
from recoup_cli.language.golden import Golden

ROOT = Path(__file__).parents[2]
GOLDEN = Golden(ROOT / "tests/contract/schemas", ROOT / "tests/contract/events")
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("services/*/README.md")]
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = [to for to in LINK.findall(page.read_text()) if not (page.parent / to).exists()]
    assert broken == []


def test_the_asyncapi_documents_are_up_to_date() -> None:
    written = {file.name: file.read_text() for file in (ROOT / "docs/api").glob("*.asyncapi.json")}
    assert written == asyncapi_files(GOLDEN), "run `make docs` and have the difference reviewed"
