"""What a reply means, where its words leave no doubt; everything else a person reads.

A "no" is taken in every language from everybody: 47 CFR 64.1200(a)(10) lists the English words and
adds "any reasonable means", and no law forbids to believe a person who writes STOPP.
"""

import re
import unicodedata

from recoup_events.notification import ReplyMeaning

OPT_OUT = {
    "en": (
        *("stop", "stopall", "stop all", "quit", "end", "revoke", "cancel"),
        *("opt out", "optout", "opt-out", "unsubscribe", "remove me"),
    ),
    "de": ("stopp", "abmelden", "abbestellen", "ende", "austragen"),
    "fr": ("arret", "arreter", "desabonner", "desinscrire", "desinscription"),
    "es": ("alto", "baja", "parar", "cancelar", "anular"),
    "it": ("basta", "cancella", "cancellami", "disiscrivi", "annulla"),
    "nl": ("stoppen", "afmelden", "uitschrijven"),
}
OPT_IN = {
    "en": ("start", "unstop", "opt in", "optin", "opt-in"),
    "de": ("anmelden",),
    "fr": ("reprendre",),
    "es": ("alta", "reanudar"),
    "it": ("riprendi",),
    "nl": ("aanmelden",),
}
HELP = {
    "en": ("help", "info"),
    "de": ("hilfe",),
    "fr": ("aide",),
    "es": ("ayuda",),
    "it": ("aiuto",),
    "nl": ("hulp",),
}
_BEGINS = re.compile(r"(stop|stopp|unsubscribe|abmelden|arret|basta|afmelden)\b")
_FEW = 6
"""Words: so short a text that begins with a "no" is one, such as "stop texting me please"."""
_WORDS = {
    **{word: ReplyMeaning.OPT_OUT for words in OPT_OUT.values() for word in words},
    **{word: ReplyMeaning.OPT_IN for words in OPT_IN.values() for word in words},
    **{word: ReplyMeaning.HELP for words in HELP.values() for word in words},
}


def meaning_of(text: str) -> ReplyMeaning:
    """Whole replies count, whatever their case, accents, quotes and punctuation."""
    plain = _plain(text)
    found = _WORDS.get(plain)
    if found is not None:
        return found
    if _BEGINS.match(plain) and len(plain.split()) <= _FEW:
        return ReplyMeaning.OPT_OUT
    return ReplyMeaning.UNCLEAR


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^\w\s-]|_", " ", bare).split())
