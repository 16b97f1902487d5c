"""A reply is understood where its words leave no doubt; what is unclear, a person reads."""

import pytest

from notification.replies.domain.meaning import meaning_of
from recoup_events.notification import ReplyMeaning


@pytest.mark.parametrize(
    "text",
    [
        *(
            "STOP",
            "stop",
            " Stop. ",
            "STOP!",
            '"STOP"',
            "Stopall",
            "unsubscribe",
            "Opt out",
            "QUIT",
        ),
        *("STOPP", "Abmelden", "arrêt", "ARRET", "désabonner", "BAJA", "basta", "Afmelden"),
        *(
            "Stop texting me please",
            "stop sending me these messages now",
            "\uff33\uff34\uff2f\uff30",
        ),
    ],
)
def test_a_no_is_taken_in_every_language(text: str) -> None:
    assert meaning_of(text) is ReplyMeaning.OPT_OUT


@pytest.mark.parametrize("text", ["START", "unstop", "Opt-in", "alta", "aanmelden"])
def test_who_wants_texts_again_says_so(text: str) -> None:
    assert meaning_of(text) is ReplyMeaning.OPT_IN


@pytest.mark.parametrize("text", ["HELP", "info", "Hilfe?", "aide", "ayuda", "aiuto", "hulp"])
def test_who_asks_for_help_gets_it(text: str) -> None:
    assert meaning_of(text) is ReplyMeaning.HELP


@pytest.mark.parametrize(
    "text",
    [
        *("", "yes", "ja", "👍", "I paid this on Monday.", "Who is this?"),
        "We had to stop the delivery because two boxes were wet, see our dispute.",
        "Stop the works at the site until the invoice is corrected",
    ],
)
def test_what_may_mean_anything_else_is_left_to_a_person(text: str) -> None:
    assert meaning_of(text) is ReplyMeaning.UNCLEAR
