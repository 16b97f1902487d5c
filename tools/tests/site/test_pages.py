"""Pages find each other on the site as they do in the repository."""

from pathlib import Path

import pytest

from recoup_cli.site.contents import contents
from recoup_cli.site.pages import pages, title_of
from recoup_cli.stack import StackFailed

README = """# Shop

Read [how](docs/how-to/sell.md#prices) and [`till.py`](src/till.py).

```sh
echo "[not a link](docs/nowhere.md)"
```
"""
SELL = "# How to sell\n\nBegin with [the tour](../../README.md#a-tour).\n\n![A till](pictures/till.png)\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    for file, text in {
        "README.md": README,
        "docs/how-to/sell.md": SELL,
        "docs/decisions/0000-template.md": "# NNNN. Title",
        "docs/how-to/pictures/till.png": "",
        "src/till.py": "",
    }.items():
        place = tmp_path / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return tmp_path


def test_a_link_between_pages_leads_from_where_its_page_stands(shop: Path) -> None:
    written = pages(shop)
    assert "[how](how-to/sell.md#prices)" in written["index.md"]
    assert "[the tour](../index.md#a-tour)" in written["how-to/sell.md"]


def test_code_is_named_by_its_path(shop: Path) -> None:
    assert "`till.py` (`src/till.py`)" in pages(shop)["index.md"]


def test_what_code_shows_is_no_link(shop: Path) -> None:
    assert 'echo "[not a link](docs/nowhere.md)"' in pages(shop)["index.md"]


def test_pictures_stay_beside_their_page(shop: Path) -> None:
    assert "![A till](pictures/till.png)" in pages(shop)["how-to/sell.md"]


def test_the_template_of_decisions_is_no_page(shop: Path) -> None:
    assert set(pages(shop)) == {"index.md", "how-to/sell.md"}


def test_a_link_to_what_is_not_there_is_refused(shop: Path) -> None:
    (shop / "docs/how-to/buy.md").write_text("# How to buy\n\nSee [there](../../src/gone.py).\n")
    with pytest.raises(StackFailed, match=r"docs/how-to/buy\.md links to \.\./\.\./src/gone\.py"):
        pages(shop)


def test_a_page_without_a_heading_is_refused() -> None:
    with pytest.raises(StackFailed, match="no heading"):
        title_of("Words.\n")


def test_every_page_stands_in_the_contents_once() -> None:
    written = pages(Path(__file__).parents[3])
    listed = [place for place in _places(contents(written)) if place.endswith(".md")]
    assert sorted(listed) == sorted(written)


def _places(entries: list[dict[str, object]]) -> list[str]:
    found = list[str]()
    for entry in entries:
        for below in entry.values():
            found += _places(below) if isinstance(below, list) else [str(below)]
    return found
