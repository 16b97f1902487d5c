"""The stack an operator means without naming it: the one that runs."""

from recoup_cli.stack.existing import existing_from_environment
from recoup_cli.stack.home import chosen_home
from recoup_cli.stack.stack import Stack

DEMO = "demo"
"""The folder, in the stack's own, of the stack a demo plays on."""


def running_stack() -> Stack:
    """That of `recoup up`, or a demo's while that one alone runs."""
    home = chosen_home().root
    ours = Stack(home, existing=existing_from_environment())
    demos = Stack(home / DEMO)  # a demo runs servers of its own, whatever else there is
    return demos if demos.is_up and not ours.is_up else ours
