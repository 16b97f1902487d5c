"""A mapping that can go back to how it was, at a cost that grows only with what is taken back."""

from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")
_ABSENT: Any = object()


class RevertibleDict(dict[K, V]):
    """Remembers what each setting of a key replaced; nothing is ever deleted but by going back."""

    def __init__(self) -> None:
        super().__init__()
        self._replaced: list[tuple[K, V]] = []

    def __setitem__(self, key: K, value: V) -> None:
        self._replaced.append((key, self.get(key, _ABSENT)))
        super().__setitem__(key, value)

    def mark(self) -> int:
        """The present moment, for ``back_to``."""
        return len(self._replaced)

    def back_to(self, mark: int) -> None:
        while len(self._replaced) > mark:
            key, value = self._replaced.pop()
            if value is _ABSENT:
                del self[key]
            else:
                super().__setitem__(key, value)
