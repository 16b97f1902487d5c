"""The blocks of a how-to page: shell to run, files to write, and code it shows of this repository."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"""(?:^(?:\[(?P<shown>[^\]\n]+)\]\((?P<link>[^)\n]+)\)|`(?P<written>[^`\n]+)`):\n\n?)?
        ^```(?P<language>\w*)\n(?P<text>.*?)^```$""",
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
ELISION = re.compile(r"^ *\.\.\.\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fence, with the path that is named on the line of its own before it."""

    language: str
    text: str
    shown: str | None
    """A linked path: the text is part of that file, ``...`` standing for what is left out."""
    written: str | None
    """A path in code style: the text is to become that file."""

    def is_part_of(self, file: str) -> bool:
        """Its pieces stand in the file, in this order."""
        at = 0
        for scenario in ELISION.split(self.text):
            at = file.find(scenario, at)
            if at < 0:
                return False
            at += len(scenario)
        return True


def blocks_of(page: Path) -> Sequence[Block]:
    return [
        Block(found["language"], found["text"], found["shown"], found["written"])
        for found in _BLOCK.finditer(page.read_text())
    ]
