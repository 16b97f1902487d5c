"""The page about workflows does what it says: its document is published as it stands there."""

import re
from pathlib import Path

from httpx import AsyncClient

PAGE = Path(__file__).parents[4] / "docs/how-to/write-a-workflow.md"
YAML = {"Content-Type": "application/yaml"}


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE.read_text(), re.S | re.M)
    assert found is not None
    return found[1]


async def test_the_workflow_of_the_page_is_published_as_it_stands_there(
    console: AsyncClient,
) -> None:
    page = block("yaml").encode()
    tried = await console.post("/v1/workflows?dry_run=true", content=page, headers=YAML)
    assert tried.status_code == 200, tried.text
    answer = await console.post("/v1/workflows", content=page, headers=YAML)
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert [step["level"] for step in shown["steps"]] == [0, 1, 1, 3]
    assert {step["working_days"]["on_day_off"] for step in shown["steps"]} == {"next"}


async def test_the_mistake_of_the_page_is_named_where_the_page_says(console: AsyncClient) -> None:
    wrong = block("yaml").replace("    days: 5\n", "    days: -5\n")
    answer = await console.post("/v1/workflows", content=wrong.encode(), headers=YAML)
    assert answer.status_code == 422
    assert block("text").strip() in answer.text
