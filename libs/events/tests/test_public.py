"""What services say in public is the same for whoever asks, whatever it has loaded."""

import subprocess
import sys

from recoup_events.public import PUBLIC

ASKED = "from recoup_events.public import PUBLIC; print(*sorted(PUBLIC))"


def test_a_process_that_has_loaded_nothing_else_knows_them_all() -> None:
    asked = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, check=True
    )
    assert asked.stdout.split() == sorted(PUBLIC)
    assert "report.made.v1" in PUBLIC, "its module is loaded by nobody but its owner"
