"""Axes between two poles: those that come with the package, and one's own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from framing.errors import FramingError, check_choice
from framing.lexicon.files import yaml_tree
from framing.tokens import fold

FOLDER = Path(__file__).parents[1] / "axes"
MAX_BYTES = 1_000_000
_KEYS = ("poles", "definition", "source")
_FILE_KEYS = ("name", "version", "language", "licence", "citation", "definition", "axes")


@dataclass(frozen=True)
class Axis:
    """Two poles and the words that stand for them.

    Attributes
    ----------
    name : str
        For instance ``"dangerous-safe"``.
    minus, plus : str
        What the poles are called; words near `plus` have positive values.
    minus_words, plus_words : tuple of str
        Single words, folded, without wildcards; forms are listed one by one.
    definition, source : str
    """

    name: str
    minus: str
    plus: str
    minus_words: tuple[str, ...]
    plus_words: tuple[str, ...]
    definition: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        for pole, words in ((self.minus, self.minus_words), (self.plus, self.plus_words)):
            if not words:
                raise FramingError(
                    f"the pole {pole!r} of the axis {self.name!r} has no words; give it some."
                )
            for word in words:
                if not word or word.split() != [word] or set("*?") & set(word):
                    raise FramingError(
                        f"the pole {pole!r} of the axis {self.name!r} has {word!r}; give single "
                        "words without wildcards."
                    )
        both = set(self.plus_words) & set(self.minus_words)
        if both:
            raise FramingError(
                f"the axis {self.name!r} has {min(both)!r} at both poles; leave it at one."
            )


def axes_of(given: Any = None) -> tuple[Axis, ...]:
    """What `microframes` takes, checked. See there."""
    axes = _axes(given)
    if not axes:
        raise FramingError("axes is empty; give a name of list_axes() or axes of your own.")
    names = [axis.name for axis in axes]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise FramingError(f"axes has {twice[0]!r} twice; give each once.")
    return tuple(axes)


def hash_of(axes: Iterable[Axis]) -> str:
    """A hash of the poles' words."""
    content = [[axis.name, axis.minus_words, axis.plus_words] for axis in axes]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def load_axes(name_or_path: str | Path | None = None) -> dict[str, Axis]:
    """Axes between two poles: one that comes with the package, all of them, or those of a file.

    Parameters
    ----------
    name_or_path : str, Path, optional
        A name of `list_axes()`, or a YAML file: a mapping of each axis to its two poles and their
        words, as ``dangerous-safe: {dangerous: [danger, threat], safe: [safe, safety]}``, or this
        package's form, with definition and source. The first pole is the negative one. None: all
        that come with the package.

    Returns
    -------
    dict
        `Axis` by name.

    Raises
    ------
    FramingError
        If there is no such axis or file, or it does not hold axes.

    Examples
    --------
    >>> load_axes("dangerous-safe")["dangerous-safe"].minus_words[:2]
    ('dangerous', 'danger')
    """
    if name_or_path is None:
        return dict(_bundled())
    if isinstance(name_or_path, str) and not Path(name_or_path).suffix:
        check_choice("axes", name_or_path, _bundled())
        return {name_or_path: _bundled()[name_or_path]}
    return {axis.name: axis for axis in _read(Path(name_or_path))}


def list_axes() -> pd.DataFrame:
    """The axes that come with the package.

    Returns
    -------
    DataFrame
        ``axis`` (for `microframes`), ``minus`` and ``plus`` (the poles), ``minus_words`` and
        ``plus_words`` (joined by commas), ``definition``, ``source``.

    Examples
    --------
    >>> "bad-good" in set(list_axes()["axis"])
    True
    """
    rows = [
        (
            axis.name,
            axis.minus,
            axis.plus,
            ", ".join(axis.minus_words),
            ", ".join(axis.plus_words),
            axis.definition,
            axis.source,
        )
        for axis in _bundled().values()
    ]
    columns = ["axis", "minus", "plus", "minus_words", "plus_words", "definition", "source"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


@cache
def _bundled() -> dict[str, Axis]:
    return {axis.name: axis for path in sorted(FOLDER.glob("*.yaml")) for axis in _read(path)}


def _axes(given: Any) -> list[Axis]:
    if given is None:
        return list(_bundled().values())
    if isinstance(given, Axis):
        return [given]
    if isinstance(given, (str, Path)):
        return list(load_axes(given).values())
    if isinstance(given, Mapping):
        return [_axis(str(name), entry) for name, entry in given.items()]
    if isinstance(given, Iterable):
        return [axis for entry in given for axis in _axes(entry)]
    raise FramingError(
        f"axes={given!r} is not a name, a file or a mapping of axes to their poles; see "
        "list_axes() for those that are there."
    )


def _axis(name: str, entry: Any) -> Axis:
    if isinstance(entry, Axis):
        return entry
    where = f"the axis {name!r}"
    if not isinstance(entry, Mapping):
        raise FramingError(f"{where} is {entry!r}; give a mapping of two poles to their words.")
    about = entry if "poles" in entry else {"poles": entry}
    for key in about:
        check_choice(f"key of {where}", key, _KEYS)
    poles = about["poles"]
    if not isinstance(poles, Mapping) or len(poles) != 2:
        raise FramingError(f"{where} has the poles {poles!r}; give a mapping of two.")
    (minus, minus_words), (plus, plus_words) = poles.items()
    return Axis(
        name=name,
        minus=str(minus),
        plus=str(plus),
        minus_words=_words(minus_words, where),
        plus_words=_words(plus_words, where),
        definition=str(about.get("definition", "")),
        source=str(about.get("source", "")),
    )


def _words(given: Any, where: str) -> tuple[str, ...]:
    listed = isinstance(given, Sequence) and not isinstance(given, str)
    if not listed or not all(isinstance(word, str) for word in given):
        raise FramingError(f"{where} has a pole with {given!r}; give a list of words.")
    return tuple(dict.fromkeys(map(fold, given)))


def _read(path: Path) -> list[Axis]:
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise FramingError(f"axes={str(path)!r} ends in {path.suffix!r}; give .yaml.")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FramingError(f"axes={str(path)!r} has over {MAX_BYTES:,} bytes; split it.")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FramingError(
            f"axes={str(path)!r} cannot be read ({error}); give a name of list_axes() or a file "
            "in UTF-8."
        ) from None
    try:
        tree = yaml_tree(text)
        if not isinstance(tree, Mapping) or not tree:
            raise FramingError("a mapping of axes to poles is wanted; write one.")
        if not isinstance(tree.get("axes"), Mapping):
            return [_axis(str(name), entry) for name, entry in tree.items()]
        for key in tree:
            check_choice("key", key, _FILE_KEYS)
        return [_axis(str(name), entry) for name, entry in tree["axes"].items()]
    except FramingError as error:
        raise FramingError(f"file of axes {path.name!r}: {error}") from None
