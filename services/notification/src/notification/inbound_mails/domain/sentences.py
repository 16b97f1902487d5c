"""What a mail says, in six languages, where its words leave no doubt; everything else a person reads.

A wrong guess costs more than a task: who asks, denies, or says two things at once is read by a person.
"""

import re
import unicodedata
from collections.abc import Mapping

from recoup_events.notification import ReplyMeaning

_LONGEST = 80
"""Words: who writes more explains something."""
_DENIAL = re.compile(
    r"\b(not|never|no|cannot|can't|won't|n't|unable|nicht|nie|kein\w*|ne|pas|jamais|nunca|non|mai"
    r"|niet|nooit|geen|if|unless|wenn|falls|sobald|si|quand|cuando|se|quando|als|indien|zodra)\b"
    r"|n't\b"
)
_SAYS: Mapping[ReplyMeaning, str] = {
    ReplyMeaning.PAID: r"""
        already\ (been\ )?(paid|settled|transferred) | (have|has|was|were)\ (been\ )?(paid|settled)\b
        | \b(we|i)\ paid\b | payment\ (was|has\ been)\ (made|sent) | paid\ (it\ )?(on|last|yesterday)
        | (bereits|schon|gestern)\ (bezahlt|uberwiesen|beglichen|gezahlt)
        | (habe|haben|wurde|ist)\ .{0,60}(uberwiesen|bezahlt|beglichen|gezahlt)\b
        | (deja|avons|ai)\ (ete\ )?(payee?s?|reglee?s?|vire) | a\ ete\ (payee?|reglee?)
        | virement\ (a\ ete\ )?(fait|effectue)
        | ya\ (esta\ |fue\ |ha\ sido\ |hemos\ |he\ )?(pagad[ao]|abonad[ao]) | (hemos|he)\ pagado
        | gia\ (stata\ |stato\ )?(pagat[ao]|saldat[ao]) | (abbiamo|ho)\ (gia\ )?(pagato|saldato)
        | e\ stat[ao]\ (gia\ )?(pagat|saldat)[ao]
        | \b(al|reeds)\ (betaald|voldaan) | (hebben|heb)\ .{0,60}(betaald|voldaan|overgemaakt)""",
    ReplyMeaning.NOT_RECEIVED: r"""
        (never|not|n't)\ (yet\ )?(got|get|gotten|received?|seen|had)\b.{0,40}\b(invoice|bill)
        | (invoice|bill)\ .{0,20}(never|not|n't)\ (yet\ )?(been\ )?(arrived?|received?|reach)
        | (nie|nicht|keine)\b.{0,20}\brechnung\b.{0,40}(erhalten|bekommen)
        | rechnung\b.{0,60}\b(nie|nicht)\ (erhalten|bekommen|angekommen|eingegangen)
        | rechnung\b.{0,30}liegt\ (uns|mir)\ nicht\ vor
        | (jamais|pas)\ (encore\ )?recue?\b.{0,20}facture | facture\b.{0,40}(jamais|pas)\ (ete\ )?recue?
        | (nunca|no)\ (he|hemos)\ recibido\b.{0,20}factura | no\ (nos|me)\ ha\ llegado\b.{0,20}factura
        | (mai|non)\ .{0,20}ricevut[oa]\b.{0,20}fattura | fattura\b.{0,40}(mai|non)\ .{0,20}ricevuta
        | (nooit|geen|niet)\b.{0,20}\bfactuur\b.{0,20}(ontvangen|gekregen)
        | factuur\b.{0,40}\b(nooit|niet)\ (ontvangen|gekregen|aangekomen)""",
    ReplyMeaning.DISPUTED: r"""
        \b(we|i)\ (dispute|contest|object\ to)\b | (invoice|amount)\ is\ (wrong|incorrect|not\ correct)
        | \b(damaged|defective|faulty)\b | bestreite | reklamier | beanstand | widersprech | widerspruch
        | (rechnung|betrag)\ (ist|stimmt)\ (falsch|nicht) | mangelhaft | beschadigt\b | defekt\b
        | contest(e|ons)\b | (facture|montant)\ est\ (incorrecte?|erronee?) | endommage | defectueu
        | (disputamos|impugnamos|reclamamos) | (factura|importe)\ es\ incorrect | defectuos | danad[ao]s?\b
        | contest(o|iamo)\b | (fattura|importo)\ .{0,3}e\ (errat|sbagliat) | difettos | danneggiat
        | betwist(en)?\b | (factuur|bedrag)\ (is\ onjuist|klopt\ niet) | gebrekkig""",
    ReplyMeaning.PROMISED: r"""
        (will|'ll|going\ to)\ (be\ )?(pay|paid|settled?|transfer)\b | payment\ will\ be\ (made|sent)
        | (werden?|wird|wurden)\ .{0,60}(bezahlen|zahlen|uberweisen|begleichen|bezahlt|uberwiesen|beglichen)\b
        | (uberweisen?|zahlen?)\ .{0,30}\b(morgen|heute|am|bis|nachste\w*)\b
        | (paierons|reglerons|paierai|reglerai) | (allons|vais)\ (payer|regler) | sera\ (payee?|reglee?)
        | (pagaremos|pagare|abonaremos|abonare)\b | vamos\ a\ (pagar|abonar) | sera\ (pagad|abonad)[ao]
        | (pagheremo|paghero|salderemo|saldero)\b | sara\ (pagat|saldat)[ao]
        | (zullen|zal|gaan|wordt|worden)\ .{0,60}(betalen|betaald|overmaken|overgemaakt|voldaan)\b""",
    ReplyMeaning.WRONG_PERSON: r"""
        wrong\ (person|address|department|recipient|contact) | no\ longer\ (work|employ|with\ the)
        | falsche[rn]?\ (ansprechpartner|adresse|person|abteilung|empfanger)
        | nicht\ (mehr\ )?zustandig | arbeite[t]?\ nicht\ mehr
        | mauvais[e]?\ (personne|adresse|interlocuteur|service) | ne\ travaille\ plus
        | (persona|direccion)\ equivocada | ya\ no\ trabaj | (persona|indirizzo)\ sbagliat | non\ lavora\ piu
        | verkeerde\ (persoon|adres|afdeling|contactpersoon) | werkt?\ .{0,10}niet\ meer""",
}
_PATTERNS = {meaning: re.compile(words, re.VERBOSE) for meaning, words in _SAYS.items()}
_AWAY = re.compile(
    r"out of (the )?office|on (annual )?leave|on (vacation|holiday)|abwesen|ausser haus|im urlaub"
    r"|absence|absente?\b|en conges|fuera de (la )?oficina|de vacaciones|ausente|fuori (sede|ufficio)"
    r"|in ferie|assente|afwezig|niet op kantoor|met vakantie"
)


def meaning_of_sentences(text: str) -> ReplyMeaning:
    """One thing said, not asked and not denied."""
    plain = _plain(text)
    found = {meaning: said for meaning, words in _PATTERNS.items() if (said := words.search(plain))}
    if len(found) != 1 or len(plain.split()) > _LONGEST:
        return ReplyMeaning.UNCLEAR
    [(meaning, said)] = found.items()
    if meaning is ReplyMeaning.NOT_RECEIVED:
        return meaning
    whole = meaning in (ReplyMeaning.PAID, ReplyMeaning.PROMISED)  # else a "not" may belong to it
    rest = plain if whole else f"{plain[: said.start()]} {plain[said.end() :]}"
    return ReplyMeaning.UNCLEAR if "?" in plain or _DENIAL.search(rest) else meaning


def meaning_of_machine(subject: str, text: str) -> ReplyMeaning:
    """Somebody is away, or a system says that it got the mail."""
    away = _AWAY.search(_plain(f"{subject} {text[:1_000]}"))
    return ReplyMeaning.OUT_OF_OFFICE if away else ReplyMeaning.AUTOMATIC


def _plain(text: str) -> str:
    letters = unicodedata.normalize(
        "NFKD", text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    )
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    return " ".join(bare.split())
