"""The language templates are written in: a small part of Jinja that cannot run long or reach far.

What is not on its lists is refused when a template is checked, with the line: no arithmetic, no
calls, no macros, no includes. So what a template costs is bounded by its length and its loops.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notification.templates.domain.content import Flaw
from notification.templates.domain.variables import ATTRIBUTES, LISTS

LONGEST_SOURCE = 20_000
LONGEST_OUTPUT = 100_000
MOST_NESTED = 12
MOST_LOOPS_NESTED = 2
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const),
    *(nodes.If, nodes.For, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.Compare),
    *(nodes.Operand, nodes.Filter, nodes.Tuple, nodes.List),
)
_FILTERS = ("capital", "length", "first", "last", "lower", "default")


class OutputTooLong(Exception):
    """The words would be longer than any message is."""


def capital(text: object) -> str:
    """Its first letter large, the others as they are."""
    words = str(text)
    return words[:1].upper() + words[1:]


def environment(shown: Callable[..., Any]) -> Environment:
    sandbox = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=shown, trim_blocks=True, lstrip_blocks=True
    )
    sandbox.globals.clear()
    sandbox.tests.clear()
    filters = {name: sandbox.filters[name] for name in _FILTERS if name in sandbox.filters}
    sandbox.filters.clear()
    sandbox.filters.update({**filters, "capital": capital})
    return sandbox


class Sandbox:
    """Checks and renders sources; what it compiled it keeps for the next message."""

    def __init__(self, shown: Callable[..., Any]) -> None:
        self._environment = environment(shown)
        self._compiled = lru_cache(1024)(self._environment.from_string)

    def render(self, source: str, known: Mapping[str, Any]) -> str:
        """Of a source that was checked; raises ``OutputTooLong`` as soon as it is."""
        written: list[str] = []
        size = 0
        for part in self._compiled(source).generate(dict(known)):
            size += len(part)
            if size > LONGEST_OUTPUT:
                raise OutputTooLong(
                    f"The words would be longer than {LONGEST_OUTPUT} characters. Shorten the "
                    "template, or name {{ statement }} in place of a loop."
                )
            written.append(part)
        return "".join(written)

    def flaws(self, source: str, variables: Iterable[str]) -> Iterator[Flaw]:
        """Everything in it that is not of the language, with its line."""
        if len(source) > LONGEST_SOURCE:
            yield Flaw(1, f"It is longer than {LONGEST_SOURCE} characters.", "Shorten it.")
            return
        try:
            tree = self._environment.parse(source)
        except TemplateSyntaxError as error:
            yield Flaw(error.lineno, f"It cannot be read: {error.message}")
            return
        except RecursionError:
            yield Flaw(1, "It is nested too deeply to be read.", "Take brackets out.")
            return
        yield from _Walk(frozenset(variables)).of(tree)


class _Walk:
    """Through the tree of a source; names are known by what they stand for."""

    def __init__(self, variables: frozenset[str]) -> None:
        self._variables = variables

    def of(self, tree: nodes.Template) -> Iterator[Flaw]:
        yield from self._node(tree, {name: name for name in self._variables}, 0, 0)

    def _node(
        self, node: nodes.Node, names: Mapping[str, str], depth: int, loops: int
    ) -> Iterator[Flaw]:
        if depth > MOST_NESTED * 2:
            yield Flaw(
                node.lineno,
                f"It is nested more than {MOST_NESTED} deep.",
                "Split it into conditions one after the other.",
            )
            return
        if not isinstance(node, _ALLOWED):
            yield Flaw(
                node.lineno,
                f"{_name_of(node)} is not part of the language of templates.",
                "Use conditions, loops over items, and the variables and filters of the how-to.",
            )
            return
        yield from self._own(node, names, loops)
        if isinstance(node, nodes.For):
            yield from self._loop(node, names, depth, loops)
            return
        for child in node.iter_child_nodes():
            yield from self._node(child, names, depth + 1, loops)

    def _own(self, node: nodes.Node, names: Mapping[str, str], loops: int) -> Iterator[Flaw]:
        match node:
            case nodes.Name(name=name) if name not in names:
                known = ", ".join(sorted(self._variables))
                yield Flaw(node.lineno, f"There is no variable {name!r}.", f"Known are {known}.")
            case nodes.Getattr(node=nodes.Name(name=name), attr=attribute) if name in names:
                having = ATTRIBUTES.get(names[name], ())
                if attribute not in having:
                    known = f"Known are {', '.join(having)}." if having else "Name it alone."
                    yield Flaw(node.lineno, f"{name!r} has no {attribute!r}.", known)
            case nodes.Getattr(node=inner) if not isinstance(inner, nodes.Name):
                yield Flaw(node.lineno, "Only variables have parts that can be named.")
            case nodes.Filter(name=name) if name not in (*_FILTERS, "capital"):
                yield Flaw(
                    node.lineno,
                    f"There is no filter {name!r}.",
                    f"Known are {', '.join(sorted({*_FILTERS}))}.",
                )

    def _loop(
        self, node: nodes.For, names: Mapping[str, str], depth: int, loops: int
    ) -> Iterator[Flaw]:
        if loops + 1 > MOST_LOOPS_NESTED:
            yield Flaw(node.lineno, f"Loops stand at most {MOST_LOOPS_NESTED} deep.")
            return
        over = node.iter.name if isinstance(node.iter, nodes.Name) else ""
        if names.get(over) not in LISTS or not isinstance(node.target, nodes.Name):
            known = ", ".join(sorted(LISTS))
            yield Flaw(node.lineno, "A loop goes over a list by its name.", f"Lists are {known}.")
            return
        if node.recursive or node.test is not None:
            yield Flaw(node.lineno, "A loop is neither recursive nor filtered.", "Use a condition.")
        inner = {**names, node.target.name: LISTS[names[over]], "loop": "loop"}
        for child in node.body:
            yield from self._node(child, inner, depth + 1, loops + 1)
        for child in node.else_:
            yield from self._node(child, names, depth + 1, loops)


def _name_of(node: nodes.Node) -> str:
    match node:
        case nodes.Call():
            return "A call with brackets"
        case nodes.BinExpr():
            return f"The operator {node.operator!r}"
        case nodes.Include() | nodes.Extends() | nodes.Import() | nodes.FromImport():
            return "Taking in another template"
        case _:
            return f"{type(node).__name__!r}"
