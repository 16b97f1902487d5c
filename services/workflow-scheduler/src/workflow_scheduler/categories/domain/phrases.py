"""Phrases that tell anger or distress, in the languages that customers write in.

Only whole phrases are compared, in lower case, and none of them says who somebody is.
"""

import re

_ANGRY = (
    *("unacceptable", "never again", "rip-off", "ripped off", "scam", "fraud", "ridiculous"),
    *("disgusting", "outrageous", "see you in court", "my lawyer", "stop harassing"),
    *("unverschämt", "frechheit", "betrug", "nie wieder", "mein anwalt", "abzocke", "unmöglich"),
    *("inacceptable", "scandaleux", "arnaque", "plus jamais", "mon avocat"),
    *("inaceptable", "estafa", "nunca más", "mi abogado", "vergüenza"),
)
_DISTRESSED = (
    *("insolvent", "insolvency", "bankrupt", "bankruptcy", "chapter 11", "chapter 7"),
    *("going out of business", "closing down", "out of money", "cannot pay", "can't pay"),
    *("no money", "laid off", "lost our biggest customer", "receivership"),
    *("insolvenz", "zahlungsunfähig", "pleite", "konkurs", "kein geld", "nicht zahlen können"),
    *("faillite", "redressement judiciaire", "plus d'argent", "ne pouvons pas payer"),
    *("quiebra", "concurso de acreedores", "sin dinero", "no podemos pagar"),
)


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, phrases)) + r")(?!\w)")


_IS_ANGRY, _IS_DISTRESSED = _any_of(_ANGRY), _any_of(_DISTRESSED)


def is_angry(text: str) -> bool:
    return _IS_ANGRY.search(text.lower()) is not None


def is_distressed(text: str) -> bool:
    return _IS_DISTRESSED.search(text.lower()) is not None
