"""``python -m recoup_documents.worker``: letters come in, PDFs go out, each behind its length.

It ends when its input does, and when nobody has asked for a while: what Typst has kept in memory by
then is given back.
"""

import os
import select

from recoup_documents.frames import ARCHIVAL, FAILED, PLAIN, read_frame, write_frame
from recoup_documents.letter import Letter
from recoup_documents.setting import set_letter

IDLE_SECONDS = 30.0
MOST_LETTERS = 200
"""Typst keeps some of each; a fresh process has none."""


def main() -> None:
    # What a library prints must not stand between the frames.
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    incoming = os.fdopen(0, "rb", buffering=0)
    for _ in range(MOST_LETTERS):
        ready, _, _ = select.select([incoming], [], [], IDLE_SECONDS)
        asked = read_frame(incoming) if ready else None
        if asked is None:
            return
        try:
            pdf = set_letter(Letter.model_validate_json(asked))
            answer = (ARCHIVAL if pdf.archival else PLAIN) + pdf.content
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            answer = FAILED + f"{type(error).__name__}: {error}".encode()
        write_frame(outgoing, answer)


if __name__ == "__main__":
    main()
