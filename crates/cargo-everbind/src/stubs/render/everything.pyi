"""Things."""

import abc
import builtins
import datetime
import enum
from collections.abc import Coroutine, Iterable, Sequence
from typing import Any, ClassVar, Final, Self, final, overload, type_check_only

from typing_extensions import disjoint_base

from . import sub as sub

__all__ = ["LIMIT", "Box", "plain"]

LIMIT: Final = 3
START: Final[datetime.date]

def plain(x: int) -> None: ...
def wait() -> Coroutine[Any, Any, None]: ...
def many(a: int, /, *args: str, b: int = 1, **kwargs: Any) -> None: ...
def generic[T: Iterable[int]](x: T) -> T: ...
def long_name(
    first: Sequence[float],
    /,
    second: Box[int] | None = None,
    *,
    third: datetime.date = ...,
) -> None: ...
@overload
def chosen(x: int) -> int:
    """Chooses."""

@overload
def chosen() -> str: ...

@final
class Box[T]:
    """A box.

    Of something.
    """

    LIMIT: ClassVar[int]

    def __new__(cls, x: int) -> Self: ...
    @property
    def size(self) -> int:
        """How large."""
    @size.setter
    def size(self, value: int, /) -> None: ...
    @size.deleter
    def size(self) -> None: ...
    def list(self) -> builtins.list[Box[T]]: ...
    @staticmethod
    def make() -> None: ...
    @overload
    @classmethod
    def of(cls, x: int) -> None: ...
    @overload
    @classmethod
    def of(cls) -> str: ...

class Colour(enum.Enum):
    RED = 1
    BLUE = 2

class KitError(ValueError):
    """Wrong."""

@type_check_only
@disjoint_base
class Open(metaclass=abc.ABCMeta): ...
