"""Which files become pages, and where their links lead on the site."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from recoup_cli.stack import StackFailed

HOME = "index.md"
_OF_THE_ROOT = {
    "README.md": HOME,
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
}
_TEMPLATE = "0000-template.md"
_LINK = re.compile(r"(?P<words>!?\[(?:[^\[\]]|\[[^\]]*\])*\])\((?P<to>[^()\s]+)\)")
_ELSEWHERE = re.compile(r"[a-z]+:|#")


def pages(root: Path) -> Mapping[str, str]:
    """The text of each page, by its place on the site."""
    files = {file: place for file, place in _OF_THE_ROOT.items() if (root / file).exists()}
    for page in sorted((root / "docs").rglob("*.md")):
        if page.name != _TEMPLATE:
            files[page.relative_to(root).as_posix()] = page.relative_to(root / "docs").as_posix()
    return {
        place: _linked((root / file).read_text(), file, files, root)
        for file, place in files.items()
    }


def pictures(root: Path) -> Mapping[str, Path]:
    """The files that pages show, by their place on the site."""
    docs = root / "docs"
    return {file.relative_to(docs).as_posix(): file for file in sorted(docs.rglob("*.png"))}


def title_of(page: str) -> str:
    """Its first heading."""
    for line in page.splitlines():
        if line.startswith("# "):
            return line.removeprefix("# ").replace("`", "")
    raise StackFailed(f"This page has no heading, and so no name on the site: {page[:80]!r}…")


def _linked(text: str, file: str, files: Mapping[str, str], root: Path) -> str:
    """Its links from where it stands on the site; what is code there are names of files here."""

    def led(link: re.Match[str]) -> str:
        words, to = link["words"], link["to"]
        if _ELSEWHERE.match(to):
            return link[0]
        path, hash, anchor = to.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
        if not (root / target).exists():
            raise StackFailed(f"{file} links to {to}, which is not there.")
        if target in files:
            return f"{words}({_way(files[file], files[target])}{hash}{anchor})"
        if words.startswith("!"):
            return f"{words}({_way(files[file], posixpath.relpath(target, 'docs'))})"
        return f"{words[1:-1]} (`{target}`)"

    return "".join(part if fenced else _LINK.sub(led, part) for fenced, part in _fences(text))


def _way(page: str, target: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def _fences(text: str) -> Iterator[tuple[bool, str]]:
    """Its parts, and whether each is a block of code, where nothing is a link."""
    fenced, part = False, list[str]()
    for line in text.splitlines(keepends=True):
        opens = line.lstrip().startswith("```")
        if opens and not fenced:
            yield False, "".join(part)
            fenced, part = True, [line]
        elif opens:
            yield True, "".join([*part, line])
            fenced, part = False, []
        else:
            part.append(line)
    yield fenced, "".join(part)
