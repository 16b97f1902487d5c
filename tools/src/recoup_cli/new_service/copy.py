"""Says of a new service, in a file, what the file says of the one it is modelled on."""

import re
from collections.abc import Iterator, Sequence

from recoup_cli.new_service.names import Named

_PORT = re.compile(r"(?<=_PORT:-)\d+")


def in_lists(text: str, model: Named, beside: Named, new: Named) -> str:
    """Lines and blocks that name the model are repeated; ``beside`` tells what separates words."""
    lines = text.splitlines(keepends=True)
    recorded: list[str] = []
    at = 0
    while at < len(lines):
        if beside.is_in(lines[at]) and model.is_in(lines[at]):
            recorded.append(_one_word_more(lines[at], model, beside, new))
            at += 1
        elif model.is_in(lines[at]):
            end = _end_of_group(lines, at, model)
            recorded += _repeated(lines, at, end, model, new)
            at = end
        else:
            recorded.append(lines[at])
            at += 1
    return _with_a_port_of_its_own(_with_its_feature("".join(recorded), model, new), new)


def in_documents(text: str, model: Named, new: Named) -> str:
    """The YAML document about the model is followed by one about the new service."""
    documents = text.split("---\n")
    return "---\n".join(_each_twice(documents, model, new))


def _each_twice(documents: Sequence[str], model: Named, new: Named) -> Iterator[str]:
    for document in documents:
        whole = document if document.endswith("\n") else document + "\n"
        yield whole
        if model.is_in(document):
            yield new.instead_of(model, whole)


def _one_word_more(line: str, model: Named, beside: Named, new: Named) -> str:
    """What stands between the two names also stands before the next one."""
    for theirs, ours in ((model.package, new.package), (model.name, new.name)):
        between = re.search(rf"{beside.package}(\W[^\n]*?){theirs}", line)
        if between:
            end = between.end()
            return line[:end] + between[1] + ours + line[end:]
    return line


def _end_of_group(lines: Sequence[str], at: int, model: Named) -> int:
    """After the lines that name the model and all that is indented below them."""
    depth = _depth(lines[at])
    while at < len(lines) and (
        (_depth(lines[at]) == depth and model.is_in(lines[at]))
        or (lines[at].strip() and _depth(lines[at]) > depth)
    ):
        at += 1
    return at


def _repeated(lines: Sequence[str], at: int, end: int, model: Named, new: Named) -> list[str]:
    group = list(lines[at:end])
    is_block = end - at > 1 and end < len(lines) and not lines[end].strip()
    apart = ["\n"] if is_block else []
    return [*group, *apart, *(new.instead_of(model, line) for line in group)]


def _with_its_feature(text: str, model: Named, new: Named) -> str:
    """A feature has its place among the layers of services."""
    layer = f"({model.feature})"
    return text.replace(layer, f"{layer} | ({new.feature})")


def _with_a_port_of_its_own(text: str, new: Named) -> str:
    """A published port is given to one service only: the new one gets the next."""
    taken = [int(port) for port in _PORT.findall(text) if port.startswith("80")]
    mine = re.compile(rf"(?<=RECOUP_{new.package.upper()}_PORT:-)\d+")
    return mine.sub(str(max(taken) + 1), text) if taken else text


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
