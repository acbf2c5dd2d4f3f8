"""Sets of rival names for one thing: those that come with the package, and one's own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from framing.errors import FramingError, check_choice
from framing.lexicon import Lexicon
from framing.lexicon.files import yaml_tree
from framing.lexicon.matching import words_of
from framing.measures.measure import require_columns

FOLDER = Path(__file__).parents[1] / "word_sets"
MAX_BYTES = 5_000_000
_KEYS = ("names", "definition", "source", "about", "except")
_FILE_KEYS = ("name", "version", "language", "licence", "citation", "definition", "sets")


@dataclass(frozen=True)
class WordSet:
    """Names between which a writer chooses.

    Attributes
    ----------
    name : str
        What the set is called, for instance ``"settlements"``.
    names : mapping of str to tuple of str
        Each name and its patterns, written as in a lexicon: ``*`` stands for any characters
        within a word, ``?`` for one, a lone ``*`` for any one word; case is ignored unless a
        pattern begins with ``=``.
    definition, source : str
        What the names have in common, and who wrote about the choice.
    about : tuple of str
        If there are any, names count only in articles in which one of these patterns stands.
    exceptions : tuple of str
        Patterns within which a name does not count: ``peace settlement``.
    language : str
    """

    name: str
    names: Mapping[str, tuple[str, ...]]
    definition: str = ""
    source: str = ""
    about: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    language: str = "en"

    def __post_init__(self) -> None:
        if len(self.names) < 2:
            raise FramingError(
                f"the set {self.name!r} has {len(self.names)} names; a choice needs at least two."
            )
        owner: dict[tuple[tuple[str, bool], ...], str] = {}
        for name, patterns in self.names.items():
            if not patterns:
                raise FramingError(
                    f"the name {name!r} of the set {self.name!r} has no patterns; give one."
                )
            for pattern in patterns:
                other = owner.setdefault(tuple(words_of(pattern)), name)
                if other != name:
                    raise FramingError(
                        f"the set {self.name!r} has the pattern {pattern!r} for {other!r} and for "
                        f"{name!r}; leave it with one of them."
                    )


@dataclass(frozen=True)
class WordSets:
    """Sets as two lexicons, one that finds the names and one that finds what articles are about.

    Attributes
    ----------
    sets : tuple of WordSet
    """

    sets: tuple[WordSet, ...]

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The names of all sets; ``set/name`` where two sets have the same name."""
        pairs = [(one.name, name) for one in self.sets for name in one.names]
        written = [name for _, name in pairs]
        return tuple(name if written.count(name) == 1 else f"{of}/{name}" for of, name in pairs)

    @cached_property
    def set_of(self) -> tuple[int, ...]:
        """For each category the number of its set."""
        return tuple(number for number, one in enumerate(self.sets) for _ in one.names)

    @cached_property
    def lexicon(self) -> Lexicon:
        """A category a set: within a set the longest match counts, whichever name it is of."""
        return Lexicon.from_dict(
            {
                one.name: {
                    "patterns": [
                        pattern for patterns in one.names.values() for pattern in patterns
                    ],
                    "exceptions": one.exceptions,
                }
                for one in self.sets
            },
            name="word sets",
        )

    @cached_property
    def category_of_pattern(self) -> tuple[int, ...]:
        """For each of the lexicon's patterns the number of its category."""
        sizes = [len(patterns) for one in self.sets for patterns in one.names.values()]
        return tuple(number for number, size in enumerate(sizes) for _ in range(size))

    @cached_property
    def subjects(self) -> Lexicon | None:
        """What articles have to mention, a category a set; None where no set asks for it."""
        asked = {one.name: one.about for one in self.sets if one.about}
        return Lexicon.from_dict(asked, name="subjects") if asked else None

    def settings(self) -> dict[str, Any]:
        """The sets with their categories, and a hash of all that decides what counts."""
        content = [
            [one.name, dict(one.names), sorted(one.about), sorted(one.exceptions)]
            for one in self.sets
        ]
        written = json.dumps(content, ensure_ascii=True, default=list)
        names = iter(self.categories)
        return {
            "sets": {one.name: [next(names) for _ in one.names] for one in self.sets},
            "sets_hash": hashlib.sha256(written.encode()).hexdigest(),
        }


def word_sets(given: Any) -> WordSets:
    """What `word_choice` takes, checked. See there."""
    sets = _sets(given)
    if not sets:
        raise FramingError("sets is empty; give a name of list_word_sets() or sets of your own.")
    names = [one.name for one in sets]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise FramingError(f"sets has {twice[0]!r} twice; give each once.")
    return WordSets(tuple(sets))


def load_word_sets(name_or_path: str | Path | None = None) -> dict[str, WordSet]:
    """Sets of rival names: one that comes with the package, all of them, or those of a file.

    Parameters
    ----------
    name_or_path : str, Path, optional
        A name of `list_word_sets()`, or a file: ``.yaml`` (this package's form, or a plain
        mapping of each set to a list of names or a mapping of names to patterns), or ``.csv``
        with the columns ``set``, ``name`` and, if wanted, ``patterns`` (parted by ";"). None: all
        that come with the package.

    Returns
    -------
    dict
        `WordSet` by name; to be changed or joined with others, and given to `word_choice`.

    Raises
    ------
    FramingError
        If there is no such set or file, or it does not hold sets of names.

    Examples
    --------
    >>> list(load_word_sets("settlements")["settlements"].names)
    ['settlement', 'colony', 'neighbourhood', 'outpost']
    """
    if name_or_path is None:
        return dict(_bundled())
    if isinstance(name_or_path, str) and not Path(name_or_path).suffix:
        check_choice("sets", name_or_path, _bundled())
        return {name_or_path: _bundled()[name_or_path]}
    return {one.name: one for one in _read(Path(name_or_path))}


def list_word_sets() -> pd.DataFrame:
    """The sets of rival names that come with the package.

    Returns
    -------
    DataFrame
        ``set`` (for `word_choice`), ``names`` (joined by commas), ``language``, ``definition``,
        ``source``.

    Examples
    --------
    >>> "migrants" in set(list_word_sets()["set"])
    True
    """
    rows = [
        (one.name, ", ".join(one.names), one.language, one.definition, one.source)
        for one in _bundled().values()
    ]
    return pd.DataFrame(rows, columns=["set", "names", "language", "definition", "source"])


@cache
def _bundled() -> dict[str, WordSet]:
    return {one.name: one for path in sorted(FOLDER.glob("*.yaml")) for one in _read(path)}


# --- making sets from what a file or a caller says ----------------------------------------------


def _sets(given: Any) -> list[WordSet]:
    if isinstance(given, WordSet):
        return [given]
    if isinstance(given, (str, Path)):
        return list(load_word_sets(given).values())
    if isinstance(given, pd.DataFrame):
        return _from_table(given)
    if isinstance(given, Mapping):
        return [_set(str(name), entry) for name, entry in given.items()]
    if isinstance(given, Iterable):
        return [
            one
            for entry in given
            for one in (
                [_set(" / ".join(map(str, entry)), entry)]
                if isinstance(entry, (list, tuple))
                else _sets(entry)
            )
        ]
    raise FramingError(
        f"sets={given!r} is not a name, a file, a table or a mapping of sets to names; "
        "see list_word_sets() for those that are there."
    )


def _set(name: str, entry: Any, language: str = "en") -> WordSet:
    if isinstance(entry, WordSet):
        return entry
    where = f"the set {name!r}"
    if not isinstance(entry, Mapping):
        return WordSet(name, _names(entry, where), language=language)
    if "names" not in entry:
        return WordSet(name, _names(entry, where), language=language)
    for key in entry:
        check_choice(f"key of {where}", key, _KEYS)
    return WordSet(
        name=name,
        names=_names(entry["names"], where),
        definition=str(entry.get("definition", "")),
        source=str(entry.get("source", "")),
        about=_patterns(entry.get("about", ()), f"about of {where}"),
        exceptions=_patterns(entry.get("except", ()), f"except of {where}"),
        language=language,
    )


def _names(given: Any, where: str) -> dict[str, tuple[str, ...]]:
    """Names with their patterns; of a list each pattern is a name."""
    if not isinstance(given, Mapping):
        return {pattern: (pattern,) for pattern in _patterns(given, where)}
    return {
        str(name): _patterns([entry] if isinstance(entry, str) else entry, f"{name!r} of {where}")
        for name, entry in given.items()
    }


def _patterns(given: Any, where: str) -> tuple[str, ...]:
    listed = isinstance(given, Sequence) and not isinstance(given, str)
    if not listed or not all(isinstance(pattern, str) for pattern in given):
        raise FramingError(f"{where} is {given!r}; give a list of patterns.")
    return tuple(given)


def _from_table(table: pd.DataFrame) -> list[WordSet]:
    require_columns("sets", table, ["set", "name"])
    patterns = table["patterns" if "patterns" in table else "name"].astype("str")
    sets: dict[str, dict[str, list[str]]] = {}
    for of, name, written in zip(table["set"], table["name"], patterns, strict=True):
        listed = [pattern.strip() for pattern in written.split(";") if pattern.strip()]
        sets.setdefault(str(of), {}).setdefault(str(name), []).extend(listed)
    return [_set(name, names) for name, names in sets.items()]


def _read(path: Path) -> list[WordSet]:
    if path.suffix.lower() not in (".yaml", ".yml", ".csv"):
        raise FramingError(f"sets={str(path)!r} ends in {path.suffix!r}; give .yaml or .csv.")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FramingError(f"sets={str(path)!r} has over {MAX_BYTES:,} bytes; split it.")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FramingError(
            f"sets={str(path)!r} cannot be read ({error}); give a name of list_word_sets() or a "
            "file in UTF-8."
        ) from None
    try:
        if path.suffix.lower() == ".csv":
            return _from_csv(text)
        return _from_tree(yaml_tree(text))
    except FramingError as error:
        raise FramingError(f"file of word sets {path.name!r}: {error}") from None


def _from_csv(text: str) -> list[WordSet]:
    import io

    try:
        table = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)
    except ValueError as error:
        raise FramingError(f"it is not CSV ({error}).") from None
    return _from_table(table)


def _from_tree(tree: Any) -> list[WordSet]:
    if not isinstance(tree, Mapping) or not tree:
        raise FramingError("a mapping of sets to names is wanted; write one.")
    if not isinstance(tree.get("sets"), Mapping):
        return [_set(name, entry) for name, entry in tree.items()]
    for key in tree:
        check_choice("key", key, _FILE_KEYS)
    language = str(tree.get("language", "en"))
    return [_set(name, entry, language) for name, entry in tree["sets"].items()]
