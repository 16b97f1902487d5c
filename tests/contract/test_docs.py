"""What the documents point at exists, and what is made from code is as the code is."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from recoup_cli.docs import METRICS, PROBLEMS, RULES, SETTINGS
from recoup_cli.language.asyncapi import asyncapi_files
from recoup_cli.language.golden import Golden
from recoup_cli.metrics_page import metrics_page
from recoup_cli.problems_page import problems_page
from recoup_cli.rules_page import rules_page
from recoup_cli.settings_page import settings_page
from recoup_testing.pages import Block, blocks_of

ROOT = Path(__file__).parents[2]
GOLDEN = Golden(ROOT / "tests/contract/schemas", ROOT / "tests/contract/events")
PAGES = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    *ROOT.glob("services/*/README.md"),
    *ROOT.glob("apps/*/README.md"),
]
SHOWN = [
    pytest.param(block, id=f"{page.stem}: {block.shown}")
    for page in sorted(ROOT.glob("docs/how-to/*.md"))
    for block in blocks_of(page)
    if block.shown
]
PROOF = re.compile(r"\[`(?P<test>test_\w+)`\]\((?P<file>[^)]+)\)")
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = [to for to in LINK.findall(page.read_text()) if not (page.parent / to).exists()]
    assert broken == []


def test_every_test_that_a_guarantee_names_is_there() -> None:
    page = ROOT / "docs/operations/guarantees.md"
    proofs = list(PROOF.finditer(page.read_text()))
    gone = [p["test"] for p in proofs if p["test"] not in (page.parent / p["file"]).read_text()]
    assert proofs
    assert gone == []


def test_the_asyncapi_documents_are_up_to_date() -> None:
    written = {file.name: file.read_text() for file in (ROOT / "docs/api").glob("*.asyncapi.json")}
    assert written == asyncapi_files(GOLDEN), "run `make docs` and have the difference reviewed"


@pytest.mark.parametrize("block", SHOWN)
def test_code_that_a_page_shows_is_the_repositorys(block: Block) -> None:
    assert block.shown is not None
    assert block.is_part_of((ROOT / block.shown).read_text()), "show it as it is now"


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/how-to/*.md")), ids=lambda page: page.stem)
def test_code_on_a_page_says_which_file_it_is(page: Path) -> None:
    nameless = [
        block.text
        for block in blocks_of(page)
        if block.language not in {"sh", "text"} and not (block.shown or block.written)
    ]
    assert not nameless


@pytest.mark.parametrize(
    ("page", "written"),
    [
        (METRICS, metrics_page),
        (SETTINGS, settings_page),
        (PROBLEMS, problems_page),
        (RULES, rules_page),
    ],
)
def test_a_page_that_is_written_from_code_is_up_to_date(
    page: Path, written: Callable[[], str]
) -> None:
    assert (ROOT / page).read_text() == written(), "run `make docs` and read the difference"
