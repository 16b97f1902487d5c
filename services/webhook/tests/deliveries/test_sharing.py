"""How attempts are shared out among endpoints."""

from webhook.deliveries.domain.retrying import Outcome
from webhook.deliveries.senders.sharing import Bounds, Sharing

BOUNDS = Bounds(at_once=16, of_endpoint=4, seconds=1)


def test_an_endpoint_gets_a_few_and_those_it_has_count() -> None:
    shares = Sharing(BOUNDS).shares(["a", "a", "a", "b"])
    assert (shares.most, shares.room, shares.free) == (4, {"a": 1, "b": 3}, 12)


def test_the_more_there_are_the_less_each_gets() -> None:
    shares = Sharing(BOUNDS).shares([str(number) for number in range(10)])
    assert shares.most == 1
    assert set(shares.room.values()) == {0}


def test_those_that_hang_have_one_each_and_together_half() -> None:
    sharing = Sharing(BOUNDS)
    for number in range(20):
        sharing.learn(str(number), Outcome.TIMED_OUT)
    shares = sharing.shares(["0", "1"])
    assert (shares.room["0"], shares.room["1"]) == (0, 0)
    assert sum(shares.room.values()) == 16 // 2 - 2


def test_one_answer_and_it_is_like_the_others() -> None:
    sharing = Sharing(BOUNDS)
    sharing.learn("a", Outcome.UNREACHABLE)
    assert sharing.shares([]).room == {"a": 1}
    sharing.learn("a", Outcome.REFUSED)
    assert sharing.shares([]).room == {}
