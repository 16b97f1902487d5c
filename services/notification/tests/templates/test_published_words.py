"""Words that were sent can be proven: a published file never changes, new words are a new version."""

import json
from hashlib import sha256
from pathlib import Path

from notification import templates

TEXTS = Path(templates.__file__).parent / "texts"
PUBLISHED = Path(__file__).parent / "published_words.json"


def test_published_words_never_change() -> None:
    published = json.loads(PUBLISHED.read_text())
    files = (path for path in TEXTS.rglob("*") if path.is_file())
    present = {
        path.relative_to(TEXTS).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files
    }
    changed = sorted(name for name in published if present.get(name) != published[name])
    assert not changed, f"restore {changed} and put the new words into files of the next version"
    new = {name: digest for name, digest in present.items() if name not in published}
    assert not new, f"add to {PUBLISHED.name} when these words are ready to be sent: {new}"
