"""The table of contents: by what a reader wants, and by the first heading of each page."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from recoup_cli.site.pages import HOME, title_of

API = "api/index.html"
"""Where the reference of all APIs stands; it is no page but a viewer of the description."""
_SECTIONS = {
    "Tutorials": "tutorials/",
    "How to": "how-to/",
    "Explanation": "explanation/",
    "Operations": "operations/",
    "Decisions": "decisions/",
}
_REFERENCE = "reference/"
_AMONG_REFERENCE = ("events.md", "glossary.md", "dependencies.md")
_AMONG_EXPLANATION = "architecture.md"
_FEATURES = [
    "content.code.copy",
    "navigation.footer",
    "navigation.instant",
    "navigation.sections",
    "navigation.tabs",
    "navigation.top",
    "navigation.tracking",
    "search.highlight",
    "toc.follow",
]


def contents(pages: Mapping[str, str]) -> list[Any]:
    """Every page, once."""
    sections = {name: _below(pages, folder) for name, folder in _SECTIONS.items()}
    sections["Explanation"] = [_entry(pages, _AMONG_EXPLANATION), *sections["Explanation"]]
    reference = [*_below(pages, _REFERENCE), *(_entry(pages, each) for each in _AMONG_REFERENCE)]
    project = [_entry(pages, each) for each in ("changelog.md", "contributing.md")]
    return [
        {"Start": HOME},
        {"Tutorials": sections["Tutorials"]},
        {"How to": sections["How to"]},
        {"Reference": [{"Every API": API}, *reference]},
        {"Explanation": sections["Explanation"]},
        {"Operations": sections["Operations"]},
        {"Decisions": sections["Decisions"]},
        {"Project": project},
    ]


def configuration(pages: Mapping[str, str]) -> str:
    """The generator's file, in TOML."""
    nav = ",\n  ".join(map(_toml, contents(pages)))
    return f"""[project]
site_name = "Recoup"
site_description = "Collects what customers owe, and keeps the customers."
docs_dir = "pages"
site_dir = "site"
use_directory_urls = false
nav = [
  {nav},
]

[project.theme]
language = "en"
font = false
features = {json.dumps(_FEATURES)}

[[project.theme.palette]]
media = "(prefers-color-scheme: light)"
scheme = "default"
toggle.icon = "lucide/sun"
toggle.name = "Dark"

[[project.theme.palette]]
media = "(prefers-color-scheme: dark)"
scheme = "slate"
toggle.icon = "lucide/moon"
toggle.name = "Light"

[project.markdown_extensions]
admonition = {{}}
attr_list = {{}}
md_in_html = {{}}
tables = {{}}
toc.permalink = true
pymdownx.highlight.anchor_linenums = true
pymdownx.inlinehilite = {{}}

[project.markdown_extensions.pymdownx.superfences]
custom_fences = [
  {{ name = "mermaid", class = "mermaid", format = "pymdownx.superfences.fence_code_format" }},
]
"""


def _below(pages: Mapping[str, str], folder: str) -> list[dict[str, str]]:
    return [_entry(pages, place) for place in pages if place.startswith(folder)]


def _entry(pages: Mapping[str, str], place: str) -> dict[str, str]:
    return {title_of(pages[place]): place}


def _toml(entry: Mapping[str, Any]) -> str:
    ((name, below),) = entry.items()
    value = json.dumps(below) if isinstance(below, str) else _list(below)
    return f"{{ {json.dumps(name, ensure_ascii=False)} = {value} }}"


def _list(entries: Iterable[Mapping[str, Any]]) -> str:
    return f"[{', '.join(map(_toml, entries))}]"
