"""What state machines of Hypothesis draw for books: days, amounts, schedules and plans."""

from datetime import date, timedelta

from hypothesis import strategies as st

Terms = list[tuple[int, int]]
"""How many days after the one before each falls due, and its amount."""
NTH = st.integers(min_value=0, max_value=9)
WHOSE = st.integers(min_value=0, max_value=1)
LATER = st.integers(min_value=-3, max_value=4)
TO = st.none() | NTH
"""Which slice is named, or none."""
Wish = tuple[int, int, int, int, int]
WISHES = st.tuples(
    st.sampled_from([1, 2]),
    st.integers(min_value=1, max_value=3),
    st.integers(min_value=0, max_value=10),
    st.integers(min_value=1, max_value=2),
    st.integers(min_value=0, max_value=5),
)
"""The share of what is owed, in how many instalments, from when on, how many weeks apart, and grace."""
AMOUNTS = st.integers(min_value=1, max_value=100_00)
DAYS = st.integers(min_value=-30, max_value=20)
SCHEDULES: st.SearchStrategy[Terms] = st.lists(
    st.tuples(st.integers(min_value=1, max_value=30), AMOUNTS), min_size=1, max_size=3
)
SOME_SCHEDULES = st.lists(SCHEDULES, min_size=1, max_size=2)
DISCOUNTS = st.none() | st.tuples(st.sampled_from([2, 50]), st.integers(min_value=0, max_value=40))
CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])


def falling_due(issued: date, schedule: Terms) -> list[tuple[date, int]]:
    """Each so many days after the one before."""
    due, terms = issued, []
    for later, amount in schedule:
        due += timedelta(days=later)
        terms.append((due, amount))
    return terms
