"""One thing said, not asked and not denied, in six languages; all else is for a person."""

import pytest

from notification.inbound_mails.domain.sentences import meaning_of_machine, meaning_of_sentences
from recoup_events.notification import ReplyMeaning as M

SAID = {
    M.PAID: [
        "We have already paid this on Monday.",
        "Das haben wir bereits am Montag überwiesen.",
        "Nous avons déjà payé cette facture.",
        "Ya está pagado.",
        "L'abbiamo già pagato.",
        "We hebben dit al betaald.",
    ],
    M.NOT_RECEIVED: [
        "We never received this invoice. Could you send it again?",
        "Die Rechnung haben wir nie erhalten. Bitte nochmals senden.",
        "Nous n'avons jamais reçu cette facture.",
        "No hemos recibido la factura.",
        "Non abbiamo mai ricevuto la fattura.",
        "Wij hebben de factuur nooit ontvangen.",
    ],
    M.PROMISED: [
        "We will pay on Friday.",
        "Wir werden am Freitag zahlen.",
        "Nous paierons vendredi.",
        "Pagaremos el viernes.",
        "Pagheremo venerdì.",
        "We zullen vrijdag betalen.",
    ],
    M.DISPUTED: [
        "The goods were damaged.",
        "The amount is not correct.",
        "Wir bestreiten die Rechnung.",
        "Der Betrag stimmt nicht.",
        "Nous contestons cette facture.",
        "Disputamos la factura.",
        "Contestiamo la fattura.",
        "Wij betwisten de factuur.",
    ],
    M.WRONG_PERSON: ["You have the wrong person.", "Ich bin nicht mehr zuständig."],
}
DOUBTFUL = [
    "",
    "Thanks!",
    "Have we already paid this?",
    "We have not paid yet.",
    "Wir haben noch nicht bezahlt.",
    "Wir werden nicht zahlen.",
    "Nous ne paierons pas cette facture.",
    "No pagaremos.",
    "Non pagheremo.",
    "We zullen niet betalen.",
    "We will pay when the damaged goods are replaced.",
    "We will pay if you send the invoice.",
    "If we have paid, ignore this.",
    "Wir bestreiten das nicht.",
    "We have already paid. " + "And then we thought about it. " * 20,
]


@pytest.mark.parametrize(
    ("meaning", "text"), [(meaning, text) for meaning, texts in SAID.items() for text in texts]
)
def test_what_is_said_plainly_is_understood(meaning: M, text: str) -> None:
    assert meaning_of_sentences(text) is meaning
    assert meaning_of_sentences(f"Hello,\n\n{text.upper()}\n\nAda") is meaning


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_leaves_a_doubt_is_left_to_a_person(text: str) -> None:
    assert meaning_of_sentences(text) is M.UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office until Monday.",
        "Ich bin bis Montag abwesend.",
        "Absence du bureau jusqu'au lundi",
        "Estoy fuera de la oficina.",
        "Sono fuori ufficio fino a lunedì.",
        "Ik ben afwezig tot maandag.",
    ],
)
def test_a_machine_says_that_somebody_is_away_or_only_that_something_came(text: str) -> None:
    assert meaning_of_machine("Automatic reply", text) is M.OUT_OF_OFFICE
    assert meaning_of_machine("We got your request", "Ticket 7.") is M.AUTOMATIC
