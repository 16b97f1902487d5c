"""What a person wrote, without what is quoted, and without what a machine adds below."""

import re

_QUOTED = re.compile(r"\s*(>|\|\s)")
_INTRODUCES = re.compile(
    r"\s*("
    r"-{2,}\s*(original message|original nachricht|ursprüngliche nachricht|message d'origine|"
    r"mensaje original|messaggio originale|oorspronkelijk bericht|forwarded message|"
    r"weitergeleitete nachricht)\b.*"
    r"|(on|am|le|el|il|op)\b.{4,200}\b(wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef)\b.{0,200}:?"
    r"|.{4,200}\b(wrote|schrieb|a écrit|escribió|ha scritto|schreef)\s*.{0,120}:"
    r"|_{10,}"
    r"|(from|von|de|da|van)\s*:\s.*@.*"
    r")\s*",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"\s*(on|am|le|el|il|op)\b.{4,200}", re.IGNORECASE)
_SIGNATURE = re.compile(r"-- ?")


def written(text: str) -> str:
    """The lines above the first quoted one; an introduction may be broken over two lines."""
    lines = text.split("\n")
    kept: list[str] = []
    for nth, line in enumerate(lines):
        following = lines[nth + 1] if nth + 1 < len(lines) else ""
        broken = _BEGINS.fullmatch(line[:400]) and _INTRODUCES.fullmatch(
            f"{line} {following}"[:800]
        )
        if _SIGNATURE.fullmatch(line.rstrip()) or broken or _INTRODUCES.fullmatch(line[:800]):
            break
        if not _QUOTED.match(line):
            kept.append(line.rstrip())
    return "\n".join(kept).strip()
