"""Words that threaten, insult, hurry or shout, and words that assert something: by language.

Word lists catch carelessness, not malice; they are meant for authors who would rather be told.
"""

import re
from collections.abc import Iterator, Mapping

from notification.templates.domain.content import FindingKind, Flaw
from recoup_events.notification import Claim

_THREATS = {
    "en": r"arrest\w*|jail|prison|police|criminal\w*|prosecut\w*|or else|consequences|last chance|final warning",
    "de": r"verhaft\w*|gefängnis|haft|polizei|strafanzeige|strafrechtlich\w*|letzte chance|letzte warnung|andernfalls|konsequenzen",
    "fr": r"arrestation|prison|police|pénale\w*|plainte|dernière chance|dernier avertissement|sous peine de|conséquences",
    "es": r"detención|cárcel|prisión|policía|penal\w*|denuncia\w*|última oportunidad|última advertencia|consecuencias",
    "it": r"arresto|carcere|prigione|polizia|penal[ei]|denuncia\w*|ultima occasione|ultimo avvertimento|conseguenze",
    "nl": r"arrestatie|gevangenis|politie|strafrechtelijk\w*|aangifte|laatste kans|laatste waarschuwing|gevolgen",
}
_INSULTS = {
    "en": r"deadbeat\w*|delinquent\w*|dishonest\w*|fraud\w*|shame\w*|thief|thieves|irresponsible|defaulter\w*",
    "de": r"betrüg\w*|betrug|säumig\w*|unehrlich\w*|schäm\w*|dieb\w*|verantwortungslos\w*|zahlungsunwillig\w*",
    "fr": r"mauvais payeur\w*|fraud\w*|malhonnête\w*|honte|voleur\w*|irresponsable\w*",
    "es": r"moros[oa]s?|fraude\w*|deshonest\w*|vergüenza|ladr[oó]n\w*|irresponsable\w*",
    "it": r"moros[oaie]|frod\w*|disonest\w*|vergogna|ladr[oi]|irresponsabil\w*",
    "nl": r"wanbetaler\w*|fraude\w*|oneerlijk\w*|schaamte|schande|dief|dieven|onverantwoordelijk\w*",
}
_URGENCY = {
    "en": r"immediately|at once|urgent\w*|asap|without delay|act now|right now|final demand",
    "de": r"sofort\w*|unverzüglich\w*|umgehend\w*|dringend\w*|eilt",
    "fr": r"immédiatement|urgent\w*|sans délai|sur-le-champ|dernier délai",
    "es": r"inmediatamente|de inmediato|urgent\w*|sin demora|ahora mismo",
    "it": r"immediatamente|subito|urgent\w*|senza indugio",
    "nl": r"onmiddellijk\w*|per direct|direct betalen|dringend\w*|spoed\w*|onverwijld\w*",
}
_CLAIMS: Mapping[Claim, Mapping[str, str]] = {
    Claim.SUIT: {
        "en": r"court|lawsuit|legal action|sue|lawyers?|attorneys?",
        "de": r"gericht\w*|klage|rechtsweg|mahnbescheid\w*|anwalt\w*|rechtsanwalt\w*",
        "fr": r"tribunal\w*|justice|action judiciaire|avocats?|injonction",
        "es": r"tribunal\w*|juzgado\w*|demanda|vía judicial|abogad[oa]s?",
        "it": r"tribunale|giudice|causa legale|azione legale|avvocat[oi]|decreto ingiuntivo",
        "nl": r"rechter|rechtbank|dagvaard\w*|advocaat|advocaten|gerechtelijk\w*",
    },
    Claim.AGENCY: {
        "en": r"collection agency|collection agencies|debt collectors?",
        "de": r"inkasso\w*",
        "fr": r"société de recouvrement|agence de recouvrement",
        "es": r"agencia de cobros?|empresa de recobros?",
        "it": r"recupero crediti",
        "nl": r"incasso(bureau\w*)?|deurwaarder\w*",
    },
    Claim.LIEN: {
        "en": r"liens?",
        "de": r"pfandrecht\w*",
        "fr": r"privilège",
        "es": r"embargo|derecho de garantía",
        "it": r"privilegio|pignoramento",
        "nl": r"pandrecht|beslag\w*|voorrecht",
    },
    Claim.INTEREST: {
        "en": r"interest",
        "de": r"\w*zinsen|verzugszins\w*",
        "fr": r"intérêts",
        "es": r"intereses",
        "it": r"interessi",
        "nl": r"rente",
    },
    Claim.LATE_FEE: {
        "en": r"late fees?|penalt(?:y|ies)|fees?",
        "de": r"mahngebühr\w*|säumniszuschl\w*|gebühr\w*",
        "fr": r"frais de retard|pénalités?",
        "es": r"recargos?|penalización",
        "it": r"penali|spese di sollecito",
        "nl": r"boetes?|aanmaningskosten",
    },
}
_SHOUTED = re.compile(
    r"(?<![\w{])(?:[^\W\d_a-zß-öø-ÿ]{4,}\s+){1,}[^\W\d_a-zß-öø-ÿ]{4,}(?!\w)|!{2,}"
)
_KINDS = (
    (_THREATS, "threatens", "Say what is really intended with {{ consequence }}, or leave it out."),
    (_INSULTS, "insults the reader", "Speak of the invoice, not of the person."),
    (_URGENCY, "hurries the reader", "Name a day, or ask when the payment may be expected."),
)
_CODE = re.compile(r"\{[%{#].*?[%}#]\}", re.DOTALL)


def tone_of(text: str, language: str) -> Iterator[Flaw]:
    """What should be said in another way."""
    plain = _CODE.sub(_blank, text)
    for words, does, suggestion in _KINDS:
        for found in _matches(words[language], plain):
            problem = f"“{found[0]}” {does}."
            yield Flaw(_line(plain, found), problem, suggestion, FindingKind.TONE)
    for found in _SHOUTED.finditer(plain):
        problem, suggestion = f"“{found[0]}” shouts.", "Write it as one would say it."
        yield Flaw(_line(plain, found), problem, suggestion, FindingKind.TONE)


def undeclared(text: str, language: str, declared: frozenset[Claim]) -> Iterator[Flaw]:
    """What is asserted, and would be sent without a proof."""
    plain = _CODE.sub(_blank, text)
    for claim, words in _CLAIMS.items():
        if claim not in declared:
            for found in _matches(words[language], plain):
                yield Flaw(
                    _line(plain, found),
                    f"“{found[0]}” claims {claim}, and the template does not declare it.",
                    f"Add {claim} to its claims, or take the words out. What is declared is proven for "
                    "each message, or the message is not sent.",
                )


def _matches(words: str, plain: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w)(?:{words})(?!\w)", plain, re.IGNORECASE)


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def _blank(code: re.Match[str]) -> str:
    """Code is not read as words; its lines count."""
    return "\n" * code[0].count("\n")
