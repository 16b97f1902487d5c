"""Rights to perform effects, as every store gives them."""

import pytest

from recoup_eventstore.ports import Store


@pytest.fixture(params=["memory_store", pytest.param("postgres_store", marks=pytest.mark.servers)])
def store(request: pytest.FixtureRequest) -> Store:
    chosen: Store = request.getfixturevalue(request.param)
    return chosen


async def test_the_right_to_an_effect_is_held_by_one(store: Store) -> None:
    async with store.claims() as mine, store.claims() as yours:
        assert list(await mine.take(["a", "b"])) == ["a", "b"]
        assert list(await yours.take(["b", "c"])) == ["c"]
    async with store.claims() as next_holder:
        assert list(await next_holder.take(["a", "b", "c"])) == ["a", "b", "c"]


async def test_a_right_ends_with_the_block_however_that_ends(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.claims() as mine:
            await mine.take(["a"])
            raise ZeroDivisionError
    async with store.claims() as next_holder, store.claims() as another:
        assert list(await next_holder.take(["a"])) == ["a"]
        assert list(await another.take(["a"])) == []


async def test_a_holder_takes_no_more_than_it_has_room_for(store: Store) -> None:
    async with store.claims() as mine, store.claims() as yours:
        assert list(await mine.take(["a", "b", "c"], 1)) == ["a"]
        assert list(await yours.take(["a", "b", "c"], 1)) == ["b"]
        assert list(await yours.take(["c"])) == ["c"]


async def test_what_a_holder_releases_is_free_and_the_rest_is_not(store: Store) -> None:
    async with store.claims() as mine, store.claims() as yours:
        await mine.take(["a", "b"])
        await mine.release(["a"])
        assert list(await yours.take(["a", "b"])) == ["a"]
