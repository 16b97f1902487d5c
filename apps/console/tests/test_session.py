"""A session is what we have sealed, used lately, and not too old."""

from datetime import UTC, datetime, timedelta

from console.sessions.session import FRESH, Seal, Session

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
KEY, NEXT = "k" * 32, "n" * 32
LONGEST, IDLE = timedelta(hours=12), timedelta(hours=1)
SESSION = Session(id="5f", credential="rk_test_1", began_at=NOW, seen_at=NOW)


def seal(*keys: str) -> Seal:
    return Seal(keys, LONGEST, IDLE)


def test_what_was_sealed_opens_and_says_nothing_to_whoever_holds_it() -> None:
    sealed = seal(KEY).seal(SESSION)
    assert seal(KEY).open(sealed, NOW) == SESSION
    assert "rk_test_1" not in sealed


def test_a_changed_or_foreign_cookie_opens_nothing() -> None:
    sealed = seal(KEY).seal(SESSION)
    for text in (sealed[:-4] + "AAAA", "", "é", seal(NEXT).seal(SESSION)):
        assert seal(KEY).open(text, NOW) is None


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    sealed = seal(KEY).seal(SESSION)
    assert seal(NEXT, KEY).open(sealed, NOW) == SESSION
    assert seal(KEY).open(seal(NEXT, KEY).seal(SESSION), NOW) is None


def test_it_is_over_after_an_hour_of_nothing() -> None:
    sealed = seal(KEY).seal(SESSION)
    assert seal(KEY).open(sealed, NOW + IDLE - timedelta(seconds=1)) == SESSION
    assert seal(KEY).open(sealed, NOW + IDLE) is None


def test_it_is_over_after_twelve_hours_however_it_was_used() -> None:
    used = SESSION.model_copy(update={"seen_at": NOW + LONGEST - timedelta(minutes=1)})
    assert seal(KEY).open(seal(KEY).seal(used), NOW + LONGEST) is None


def test_it_is_sealed_anew_once_a_minute() -> None:
    assert seal(KEY).used(SESSION, NOW + FRESH - timedelta(seconds=1)) is None
    used = seal(KEY).used(SESSION, NOW + FRESH)
    assert used is not None
    assert (used.seen_at, used.began_at) == (NOW + FRESH, NOW)


def test_a_form_is_of_one_session() -> None:
    other = SESSION.model_copy(update={"id": "60"})
    token = seal(KEY).form_token(SESSION)
    assert seal(KEY).is_form_of(SESSION, token)
    for wrong in (seal(KEY).form_token(other), "", "é"):
        assert not seal(KEY).is_form_of(SESSION, wrong)
