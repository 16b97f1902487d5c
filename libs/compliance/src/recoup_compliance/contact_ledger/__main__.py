"""``python -m recoup_compliance.contact_ledger FILE [PUBLIC KEY]``: the verifier, alone."""

import sys
from pathlib import Path

from recoup_compliance.contact_ledger.verify import verify_file


def main(arguments: list[str]) -> int:
    """Print what is wrong, then the summary; 1 when anything is."""
    key = arguments[1] if len(arguments) > 1 else None
    report = verify_file(Path(arguments[0]), key)
    for line in [*map(str, report.findings), report.summary]:
        sys.stdout.write(f"{line}\n")
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
