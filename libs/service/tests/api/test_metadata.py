import pytest
from pydantic import ValidationError

from recoup_service.api.metadata import DescribedPageRequest, MetadataChanges

LONG = {"k" * 40: "v" * 500, "empty": "", "gone": None}


def test_fifty_short_pairs_are_taken_and_null_removes_one() -> None:
    assert MetadataChanges.model_validate(LONG).root == LONG
    MetadataChanges.model_validate({str(n): "" for n in range(50)})


@pytest.mark.parametrize(
    "pairs",
    [
        {"": ""},
        {"k" * 41: ""},
        {"a=b": ""},
        {"k\n": ""},
        {"k": "v" * 501},
        {"k": "\0"},
        {"k": 1},
        {str(n): "" for n in range(51)},
    ],
)
def test_what_is_no_short_word_is_not(pairs: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        MetadataChanges.model_validate(pairs)


def test_a_pair_is_taken_apart_at_its_first_equals_sign() -> None:
    assert DescribedPageRequest("", metadata=("a=b=c", "d=", "a=b=c")).metadata == (
        ["a", "d"],
        ["b=c", ""],
    )
    assert DescribedPageRequest("").metadata == (None, [])
