"""What the law wants said in a message, by whom it is from, to whom, and where.

Each with its citation. Not legal advice: have those that you need looked at before you rely on them.
"""

from collections.abc import Mapping, Sequence

from recoup_events.invoice import CollectorRole
from recoup_events.kernel.event import Value

_THIRD_PARTIES = frozenset({CollectorRole.AGENCY, CollectorRole.DEBT_BUYER})
_ALL = frozenset(CollectorRole)


class Disclosure(Value):
    """Words that stand in every message it applies to; in a text message, the short ones."""

    key: str
    citation: str
    countries: frozenset[str]
    subdivisions: frozenset[str] = frozenset()
    """Only there, where any is named."""
    roles: frozenset[CollectorRole] = _THIRD_PARTIES
    texts: Mapping[str, str]
    """By language, the law's own first: it is used where the reader's is missing."""
    short: Mapping[str, str] = {}

    def applies(self, role: CollectorRole, country: str, subdivision: str | None) -> bool:
        """Only to consumers; a debtor who may be one is one."""
        here = not self.subdivisions or subdivision in self.subdivisions
        return role in self.roles and country in self.countries and here

    def text_in(self, language: str, *, briefly: bool = False) -> str:
        texts = self.short if briefly else self.texts
        return texts.get(language, next(iter(texts.values()), ""))


_US_COLLECTOR = Disclosure(
    key="us-debt-collector",
    citation="15 USC 1692e(11); 12 CFR 1006.18(e)",
    countries=frozenset({"US"}),
    texts={
        "en": "This communication is from a debt collector. This is an attempt to collect a debt, "
        "and any information obtained will be used for that purpose.",
        "es": "Esta comunicación proviene de un cobrador de deudas. Es un intento de cobrar una "
        "deuda, y toda información obtenida se utilizará para ese fin.",
    },
    short={"en": "From a debt collector.", "es": "De un cobrador de deudas."},
)
_US_VALIDATION = Disclosure(
    key="us-validation",
    citation="15 USC 1692g(a); 12 CFR 1006.34",
    countries=frozenset({"US"}),
    texts={
        "en": "You may dispute this debt, or any part of it, in writing within 30 days of receiving "
        "our first notice; we then stop collecting what you dispute until we have sent you "
        "verification. Within the same time you may ask for the name and address of the original "
        "creditor, if it is another one than named here.",
        "es": "Puede disputar esta deuda, o parte de ella, por escrito dentro de los 30 días desde "
        "que recibió nuestro primer aviso; dejaremos entonces de cobrar lo disputado hasta haberle "
        "enviado la verificación. En el mismo plazo puede pedir el nombre y la dirección del "
        "acreedor original, si es distinto del indicado.",
    },
)
_US_CALIFORNIA = Disclosure(
    key="us-ca-rights",
    citation="Cal. Civ. Code 1812.700",
    countries=frozenset({"US"}),
    subdivisions=frozenset({"US-CA"}),
    texts={
        "en": "The state Rosenthal Fair Debt Collection Practices Act and the federal Fair Debt "
        "Collection Practices Act require that, except under unusual circumstances, collectors may "
        "not contact you before 8 a.m. or after 9 p.m. They may not harass you by using threats of "
        "violence or arrest or by using obscene language. Collectors may not use false or misleading "
        "statements or call you at work if they know or have reason to know that you may not receive "
        "personal calls at work. For the most part, collectors may not tell another person, other "
        "than your attorney or spouse, about your debt. Collectors may contact another person to "
        "confirm your location or enforce a judgment. For more information about debt collection "
        "activities, you may contact the Federal Trade Commission at 1-877-FTC-HELP or www.ftc.gov.",
    },
)
_US_MASSACHUSETTS = Disclosure(
    key="us-ma-work",
    citation="209 CMR 18.14; 940 CMR 7.04",
    countries=frozenset({"US"}),
    subdivisions=frozenset({"US-MA"}),
    texts={
        "en": "You have the right to make a written or oral request that telephone calls regarding "
        "your debt not be made to you at your place of employment. Any such oral request will be "
        "valid for only ten days unless you provide written confirmation of the request postmarked "
        "or delivered within seven days of such request.",
    },
)
_GB_ADVICE = Disclosure(
    key="gb-debt-advice",
    citation="FCA Handbook, CONC 7.3",
    countries=frozenset({"GB"}),
    roles=_ALL,
    texts={
        "en": "If you are worried about money, free and independent advice is available: "
        "MoneyHelper, www.moneyhelper.org.uk, or StepChange, 0800 138 1111.",
    },
)
_DE_CLIENT = Disclosure(
    key="de-rdg",
    citation="§ 13a RDG",
    countries=frozenset({"DE"}),
    texts={
        "de": "Angaben nach § 13a RDG: Wir ziehen diese Forderung für {client} ein. Sie beruht auf "
        "den genannten Rechnungen, deren Nummer und Datum Sie der Aufstellung entnehmen. Anschrift "
        "des Auftraggebers, Vertragsgegenstand, Datum des Vertragsschlusses und die Berechnung von "
        "Zinsen und Kosten teilen wir Ihnen auf Anfrage mit.",
        "en": "Under section 13a RDG: we collect this claim for {client}. It rests on the invoices "
        "listed, with their numbers and dates. On request we tell you the client's address, what "
        "the contract was about, its date, and how interest and costs were reckoned.",
    },
)
_FR_COSTS = Disclosure(
    key="fr-costs",
    citation="Code des procédures civiles d'exécution, art. L111-8 et R124-4",
    countries=frozenset({"FR"}),
    texts={
        "fr": "Nous exerçons une activité de recouvrement amiable pour le compte de {client}. Article "
        "L111-8, alinéa 2 : les frais de recouvrement entrepris sans titre exécutoire restent à la "
        "charge du créancier, sauf s'ils concernent un acte dont l'accomplissement est prescrit par "
        "la loi au créancier. Toute stipulation contraire est réputée non écrite, sauf disposition "
        "législative contraire.",
    },
)
DISCLOSURES = (
    _US_COLLECTOR,
    _US_VALIDATION,
    _US_CALIFORNIA,
    _US_MASSACHUSETTS,
    _GB_ADVICE,
    _DE_CLIENT,
    _FR_COSTS,
)


def disclosures_of(
    role: CollectorRole, country: str, subdivision: str | None, *, consumer: bool
) -> Sequence[Disclosure]:
    """Those that a message has to hold."""
    if not consumer:
        return ()
    return [each for each in DISCLOSURES if each.applies(role, country, subdivision)]
