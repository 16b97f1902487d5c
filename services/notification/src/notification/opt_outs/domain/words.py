"""The page behind the link, in the reader's language; without a script, an image or a name of theirs."""

from html import escape
from typing import NamedTuple


class PageWords(NamedTuple):
    title: str
    question: str
    """With the creditor's name."""
    owed: str
    button: str
    done: str


WORDS = {
    "en": PageWords(
        "Stop these emails",
        "Should {creditor} stop writing to this address by email?",
        "What is owed stays owed, and you may be reached by other means.",
        "Stop the emails",
        "Done. {creditor} writes to this address by email no more.",
    ),
    "de": PageWords(
        "Diese E-Mails beenden",
        "Soll {creditor} an diese Adresse keine E-Mails mehr schreiben?",
        "Offene Beträge bleiben offen, und Sie können auf anderem Wege angesprochen werden.",
        "E-Mails beenden",
        "Erledigt. {creditor} schreibt an diese Adresse keine E-Mails mehr.",
    ),
    "fr": PageWords(
        "Arrêter ces e-mails",
        "{creditor} doit-il cesser d'écrire à cette adresse par e-mail ?",
        "Ce qui est dû le reste, et vous pouvez être joint par d'autres moyens.",
        "Arrêter les e-mails",
        "C'est fait. {creditor} n'écrit plus à cette adresse par e-mail.",
    ),
    "es": PageWords(
        "No recibir más correos",
        "¿Debe {creditor} dejar de escribir a esta dirección por correo electrónico?",
        "Lo adeudado sigue adeudado, y se le puede contactar por otros medios.",
        "No recibir más correos",
        "Hecho. {creditor} ya no escribe a esta dirección por correo electrónico.",
    ),
    "it": PageWords(
        "Non ricevere più queste e-mail",
        "{creditor} deve smettere di scrivere a questo indirizzo per e-mail?",
        "Quanto è dovuto resta dovuto, e potrà essere contattato con altri mezzi.",
        "Non ricevere più e-mail",
        "Fatto. {creditor} non scrive più a questo indirizzo per e-mail.",
    ),
    "nl": PageWords(
        "Deze e-mails stoppen",
        "Moet {creditor} stoppen met e-mails naar dit adres?",
        "Wat verschuldigd is, blijft verschuldigd; u kunt op andere wijze worden benaderd.",
        "E-mails stoppen",
        "Gedaan. {creditor} stuurt geen e-mails meer naar dit adres.",
    ),
}
_UNKNOWN = "This link leads to no email of ours. Check that it was copied whole."
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;color:#1d2129;background:#f6f7f9;margin:0}"
    "main{max-width:32rem;margin:12vh auto;padding:2rem;background:#fff;border-radius:.75rem}"
    "h1{font-size:1.4rem;margin:0 0 1rem}p{margin:0 0 1rem}"
    "button{font:inherit;padding:.7rem 1.4rem;border:0;border-radius:.5rem;background:#1f4fd8;color:#fff}"
)


def asking(language: str, creditor: str) -> str:
    """A person's browser shows it; whatever only follows links changes nothing."""
    language, words = _in(language)
    question = words.question.format(creditor=escape(creditor))
    form = (
        '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">'
        f"<button>{words.button}</button></form>"
    )
    return _page(language, words.title, f"<p>{question}</p><p>{words.owed}</p>{form}")


def done(language: str, creditor: str) -> str:
    language, words = _in(language)
    return _page(language, words.title, f"<p>{words.done.format(creditor=escape(creditor))}</p>")


def unknown() -> str:
    return _page("en", WORDS["en"].title, f"<p>{_UNKNOWN}</p>")


def _in(language: str) -> tuple[str, PageWords]:
    known = language.partition("-")[0].lower()
    return (known, WORDS[known]) if known in WORDS else ("en", WORDS["en"])


def _page(language: str, title: str, content: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1>{content}</main></body></html>"
    )
