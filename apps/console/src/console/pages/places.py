"""Where one can go: the pages of the menu, of the command bar and of the keys, each named once."""

from typing import NamedTuple


class Place(NamedTuple):
    label: str
    path: str
    key: str
    """Pressed after ``g``; none where there is none."""


PLACES = (
    Place("Overview", "/", "o"),
    Place("Worklist", "/worklist", "w"),
    Place("Customers", "/customers", "c"),
    Place("Payments", "/payments", "m"),
    Place("Disputes", "/disputes", "d"),
    Place("Plans", "/plans", "l"),
    Place("Plan offers", "/plan-offers", "n"),
    Place("Promises", "/promises", "r"),
    Place("Approvals", "/approvals", "v"),
    Place("Placements", "/placements", "b"),
    Place("Agencies", "/agencies", ""),
    Place("Time machine", "/time-machine", "e"),
    Place("Workflows", "/workflows", "f"),
    Place("Templates", "/templates", "t"),
    Place("Imports and drift", "/imports", "i"),
    Place("Webhooks", "/webhooks", "h"),
    Place("Operations", "/operations", "p"),
    Place("Keys and users", "/users", "u"),
    Place("Actions", "/actions", "a"),
)

COMMANDS = (
    Place("Write a workflow", "/workflow-drafts", ""),
    Place("Write a template", "/template-drafts", ""),
    Place("What if: simulate a workflow", "/simulations", ""),
    Place("Make a key or a user", "/users#new", ""),
    Place("Who is overdue the longest", "/customers?show=overdue&sort=due", ""),
    Place("Who owes most", "/customers?show=owing&sort=-owed", ""),
    Place("Correct a parked message", "/operations#parked", ""),
    Place("Send a webhook again", "/webhooks", ""),
)
"""What one may want to do, and where it is done."""
