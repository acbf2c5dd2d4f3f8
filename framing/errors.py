"""The one kind of error the package raises of its own, and the checks that word it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


class FramingError(ValueError):
    """Something was asked for that cannot be done; the message says what to do instead."""


class LeftOut(FramingError):
    """A study lacks what a chart is made of: a run leaves it out and says why."""


class NoSentences(LeftOut):
    """Counts were given where the articles' sentences are needed."""


def check_choice(name: str, value: T, allowed: Iterable[T]) -> T:
    """Return `value` if it is one of `allowed`, else raise a `FramingError` that lists them.

    >>> check_choice("method", "nmf", ["nmf", "lda"])
    'nmf'
    """
    options = list(allowed)
    if value not in options:
        listed = ", ".join(repr(option) for option in options) or "nothing here"
        raise FramingError(f"{name}={value!r} is not known; choose one of {listed}.")
    return value
