"""Lost updates: a change must say which version of the thing it was decided on."""

import re

from recoup_service.api.problems import Problem

_TAG = re.compile(r'(?P<weak>W/)?"(?P<value>[^"]*)"')


def etag(version: int) -> str:
    """The strong validator of a thing at this version."""
    return f'"{version}"'


def match(if_match: str | None, version: int) -> None:
    """Raises 428 without ``If-Match``, 412 when it names another version (RFC 9110, RFC 6585)."""
    if if_match is None:
        raise Problem(
            428,
            "if_match_required",
            "Say which version you are changing: send If-Match with the ETag of the last answer "
            "you got for it.",
        )
    if if_match.strip() == "*":
        return
    strong = {tag["value"] for tag in _TAG.finditer(if_match) if not tag["weak"]}
    if str(version) not in strong:
        raise Problem(
            412,
            "version_mismatch",
            f"It is at version {version} by now, not at the one in If-Match. GET it, look at what "
            "has changed, and decide again with its ETag.",
            headers={"ETag": etag(version)},
        )
