"""No page of the console is forgotten when pictures of all are made and looked at."""

import re
from collections.abc import Iterator

from console.pages.app import ROUTES
from console.pages.places import COMMANDS, PLACES
from recoup_cli.pictures.console import OPENED, PAGES

OF_PAGES = (
    *(
        "/parts/",
        "/cards/",
        "/money/",
        "/events/",
        "/evidence/",
        "/receipts/",
        "/of-customers/",
        "/report",
    ),
    *("/as-sent", "/as-read", "/payments/customers", "/live", "/views", "/queues/", "/messages/"),
    *("/approvals/{kind}", "/worklist/{id}"),
)
"""What shows within a page, or leads on to one."""
BEFORE = ("/sign-in",)


def paths() -> Iterator[str]:
    """Of all pages, with a mark for what differs."""
    for routes in ROUTES:
        for route in routes.router.routes:
            path, methods = getattr(route, "path", ""), getattr(route, "methods", None) or ()
            within = path in BEFORE or any(each in path for each in OF_PAGES)
            if "GET" in methods and not within:
                yield path


def pictured() -> set[str]:
    opened = {f"/{path}x/x" for _, path in OPENED.values()}
    return {f"/{address.partition('?')[0]}" for address in PAGES.values()} | opened


def is_pictured(path: str) -> bool:
    pattern = re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(path)))
    return any(pattern.fullmatch(each) for each in pictured())


def test_of_every_page_there_is_a_picture() -> None:
    made_of_another = {"/customers/{id}/statement"}
    assert [each for each in paths() if not is_pictured(each) and each not in made_of_another] == []


def test_wherever_one_can_go_there_is_a_picture() -> None:
    leads = {place.path.partition("?")[0].partition("#")[0] for place in (*PLACES, *COMMANDS)}
    assert leads - pictured() == set()


def test_things_are_opened_from_pages_that_are_pictured() -> None:
    known = {*PAGES, *OPENED}
    assert [name for name, (listed, _) in OPENED.items() if listed not in known] == []
