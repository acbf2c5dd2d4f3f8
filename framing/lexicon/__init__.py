"""Lexicons: named categories of patterns, read from files and found in tokens."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.errors import FramingError, check_choice
from framing.lexicon.files import read_lexicon_file
from framing.lexicon.matching import Matches, Program, check_pattern

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.tokens import Chunk, Tokens

FOLDER = Path(__file__).parents[1] / "lexicons"
MAX_PATTERNS = 200_000
RULES = ("keep", "drop")


@dataclass(frozen=True)
class Category:
    """One category of a lexicon.

    Attributes
    ----------
    patterns : tuple of str
        What counts as a hit. A pattern is a word or a phrase of words with single spaces;
        ``*`` stands for any characters within a word, also none, ``?`` for one, and a lone
        ``*`` in a phrase for any one word. Case is ignored unless the pattern begins with
        ``=``. Straight and curly apostrophes are the same.
    definition, source : str
        What a hit is meant to show, and the literature it is taken from.
    exceptions : tuple of str
        Patterns within which a hit is no hit: ``supposed to`` beside the pattern ``supposed``.
    negation : {"keep", "drop"}
        With ``"drop"``, a hit is left out when one of the three words before it, in the same
        clause, negates it (see `framing.lexicon.rules.negated`).
    titles : {"keep", "drop"}
        With ``"drop"``, a capitalised hit is left out when it is part of the title of a work
        or of a name (see `framing.lexicon.rules.titled`).
    weights : tuple of float
        What a hit of each pattern counts; empty where each counts 1.
    examples : tuple of str
        Sentences with a hit that shows what the definition says.
    """

    patterns: tuple[str, ...]
    definition: str = ""
    source: str = ""
    exceptions: tuple[str, ...] = ()
    negation: str = "keep"
    titles: str = "keep"
    weights: tuple[float, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Lexicon:
    """Named categories of patterns, or words with scores.

    Attributes
    ----------
    name, version, language, licence, citation, definition : str
    categories : mapping of str to Category
        Empty for a valence lexicon.
    weights : mapping of str to float
        The scores of a valence lexicon, such as VADER's; empty for all others.
    notes : tuple of str
        What in the file could not be taken over.

    Examples
    --------
    >>> lexicon = Lexicon.from_dict({"doubt": ["so-called", "claim*"]})
    >>> lexicon
    Lexicon('given', 1 category, 2 patterns)
    """

    name: str
    categories: Mapping[str, Category] = field(default_factory=dict)
    version: str = ""
    language: str = "en"
    licence: str = ""
    citation: str = ""
    definition: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.categories and not self.weights:
            raise FramingError(f"the lexicon {self.name!r} has no categories; give at least one.")
        n_patterns = sum(len(category.patterns) for category in self.categories.values())
        if n_patterns > MAX_PATTERNS:
            raise FramingError(
                f"the lexicon {self.name!r} has {n_patterns:,} patterns; "
                f"at most {MAX_PATTERNS:,} are taken, so split it."
            )
        for name, category in self.categories.items():
            where = f"category {name!r} of the lexicon {self.name!r}"
            if not name:
                raise FramingError(f"the lexicon {self.name!r} has a category without a name.")
            for pattern in (*category.patterns, *category.exceptions):
                check_pattern(pattern, where)
            check_choice(f"negation of {where}", category.negation, RULES)
            check_choice(f"titles of {where}", category.titles, RULES)

    def __repr__(self) -> str:
        if self.weights:
            return f"Lexicon({self.name!r}, {len(self.weights)} scored words)"
        n_patterns = sum(len(category.patterns) for category in self.categories.values())
        noun = "category" if len(self.categories) == 1 else "categories"
        return f"Lexicon({self.name!r}, {len(self.categories)} {noun}, {n_patterns} patterns)"

    @classmethod
    def from_dict(
        cls, categories: Mapping[str, Sequence[str] | Mapping[str, Any] | Category], **about: str
    ) -> Lexicon:
        """A lexicon from categories in hand.

        Parameters
        ----------
        categories : mapping
            A category's name to its patterns, or to a mapping with the fields of `Category`
            (in which exceptions may be called ``except``, as in files).
        **about : str
            ``name``, ``version``, ``language``, ``licence``, ``citation``, ``definition``.
        """
        return _build({"name": "given", **about, "categories": categories})

    @property
    def content_hash(self) -> str:
        """sha256 of all that decides what is a hit and what it counts, in hexadecimal."""
        content = {
            "language": self.language,
            "weights": dict(self.weights),
            "categories": {
                name: {
                    "patterns": sorted(zip(category.patterns, _weights_of(category), strict=True)),
                    "exceptions": sorted(category.exceptions),
                    "negation": category.negation,
                    "titles": category.titles,
                }
                for name, category in self.categories.items()
            },
        }
        written = json.dumps(content, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(written.encode()).hexdigest()

    @cached_property
    def program(self) -> Program:
        """The patterns prepared for matching; made once."""
        if not self.categories:
            raise FramingError(
                f"the lexicon {self.name!r} has scores and no categories; "
                "it serves sentiment(tokens, lexicon=...)."
            )
        return Program.of(self.categories)

    @cached_property
    def patterns(self) -> pd.DataFrame:
        """A row for each pattern, in order.

        Columns: ``category``, ``pattern``, ``weight`` (what a hit counts).
        """
        return pd.DataFrame(
            {
                "category": pd.Series(
                    [name for name, entry in self.categories.items() for _ in entry.patterns],
                    dtype="str",
                ),
                "pattern": pd.Series(
                    [text for entry in self.categories.values() for text in entry.patterns],
                    dtype="str",
                ),
                "weight": np.array(
                    [w for entry in self.categories.values() for w in _weights_of(entry)],
                    dtype=np.float64,
                ),
            }
        )

    def match(self, chunk: Chunk) -> Matches:
        """The hits in a chunk of tokens, in order of position; see `framing.lexicon.matching`."""
        return self.program.match(chunk)

    def report(self, tokens: Tokens | Corpus) -> pd.DataFrame:
        """How often each pattern is a hit, so that dead patterns and bare categories are seen.

        Returns
        -------
        DataFrame
            A row for each pattern, in the lexicon's order: ``category``, ``pattern``,
            ``n_hits``, ``n_articles`` (articles with a hit), ``note`` (``"no hit"``,
            ``"category without a definition"``, both, or empty).
        """
        from framing.parallel import map_chunks
        from framing.tokens import tokenize

        totals = np.zeros((2, self.program.n_patterns), dtype=np.int64)
        for counts in map_chunks(_count_patterns, tokenize(tokens), self):
            totals += counts
        frame = self.patterns[["category", "pattern"]].copy()
        frame["n_hits"], frame["n_articles"] = totals
        bare = [name for name, entry in self.categories.items() if not entry.definition]
        remarks = zip(
            np.where(totals[0] == 0, "no hit", ""),
            np.where(frame["category"].isin(bare), "category without a definition", ""),
            strict=True,
        )
        notes = ["; ".join(filter(None, both)) for both in remarks]
        return frame.assign(note=pd.Series(notes, dtype="str"))


def _count_patterns(chunk: Chunk, lexicon: Lexicon) -> np.ndarray:
    """int64 (2, n_patterns): hits, and articles with a hit."""
    matches = lexicon.match(chunk)
    n_patterns = lexicon.program.n_patterns
    article = chunk.token_article[matches.token_start].astype(np.int64)
    pairs = np.unique(article * n_patterns + matches.pattern) % n_patterns
    return np.stack(
        [
            np.bincount(matches.pattern, minlength=n_patterns),
            np.bincount(pairs, minlength=n_patterns),
        ]
    )


def _weights_of(category: Category) -> tuple[float, ...]:
    return category.weights or (1.0,) * len(category.patterns)


# --- making a lexicon from what a file or a caller says -----------------------------------------

_FILE_NAMES = {"except": "exceptions"}
_TEXTS = ("name", "version", "language", "licence", "citation", "definition", "matching")


def _build(given: Mapping[str, Any]) -> Lexicon:
    """A Lexicon from plain mappings, with each key and type checked."""
    about = {key: value for key, value in given.items() if key in _TEXTS and key != "matching"}
    allowed = [*_TEXTS, "categories", "weights", "notes"]
    for key, value in given.items():
        check_choice("key", key, allowed)
        if key in _TEXTS and not isinstance(value, str):
            raise FramingError(f"{key}={value!r} of a lexicon is not text; write a sentence.")
    categories = given.get("categories", {})
    if not isinstance(categories, Mapping):
        raise FramingError(
            f"categories={categories!r} is not a mapping; map each category to its patterns."
        )
    return Lexicon(
        **about,
        categories={name: _category(name, entry) for name, entry in categories.items()},
        weights=given.get("weights", {}),
        notes=given.get("notes", ()),
    )


def _category(name: str, entry: Any) -> Category:
    if isinstance(entry, Category):
        return entry
    if not isinstance(entry, Mapping):
        entry = {"patterns": entry}
    entry = {_FILE_NAMES.get(key, key): value for key, value in entry.items()}
    known = [spec.name for spec in fields(Category)]
    for key, value in entry.items():
        check_choice(f"key of category {name!r}", key, known)
        if key in ("patterns", "exceptions", "examples"):
            if isinstance(value, str) or not isinstance(value, Sequence):
                what = "sentences" if key == "examples" else "patterns"
                raise FramingError(
                    f"{key} of category {name!r} is {value!r}; give a list of {what}."
                )
            entry[key] = tuple(value)
        elif key == "weights":
            entry[key] = tuple(float(weight) for weight in value)
        elif not isinstance(value, str):
            raise FramingError(f"{key} of category {name!r} is {value!r}; give text.")
    if not entry.get("patterns"):
        raise FramingError(f"category {name!r} has no patterns; give at least one or remove it.")
    if entry.get("weights") and len(entry["weights"]) != len(entry["patterns"]):
        raise FramingError(f"category {name!r} needs one weight for each of its patterns.")
    return Category(**entry)


def list_lexicons() -> pd.DataFrame:
    """The lexicons that come with the package.

    Returns
    -------
    DataFrame
        Columns ``name`` (for `load_lexicon`), ``version``, ``language``, ``licence``,
        ``categories`` (0 for a valence lexicon), ``patterns`` (or scored words),
        ``definition``.

    Examples
    --------
    >>> {"loaded-news", "vader"} <= set(list_lexicons()["name"])
    True
    """
    return pd.read_csv(FOLDER / "index.csv", dtype={"version": "str"})


def load_lexicon(name_or_path: str | Path | Lexicon) -> Lexicon:
    """A lexicon by its name or from a file.

    Parameters
    ----------
    name_or_path : str, Path or Lexicon
        A name of `list_lexicons()`, or a file: ``.yaml`` (this package's form or quanteda's,
        nested categories becoming ``parent/child``), ``.dic`` (LIWC), ``.csv`` (columns
        ``category``, ``pattern`` and, if wanted, ``weight``; or ``word``, ``score``), ``.txt``
        and ``.tsv`` (word, tab, score, as VADER's). A Lexicon is handed back.

    Raises
    ------
    FramingError
        If there is no such lexicon or file, or the file is not a lexicon.

    Notes
    -----
    ``"vader"`` is the word list of Hutto and Gilbert (2014), read from the file of the package
    vaderSentiment; none of that package's code is run. ``"pattern-en"`` is the polarity of English
    adjectives of De Smedt and Daelemans (2012, JMLR 13, 2063-2067; in the public domain), each
    word the mean of its senses, as TextBlob has them.

    Examples
    --------
    >>> load_lexicon("loaded-news").categories["doubt"].patterns[0]
    'so-called'
    """
    if isinstance(name_or_path, Lexicon):
        return name_or_path
    if isinstance(name_or_path, str) and not Path(name_or_path).suffix:
        check_choice("lexicon", name_or_path, list_lexicons()["name"])
        return _bundled(name_or_path)
    return _build(read_lexicon_file(Path(name_or_path)))


@cache
def _bundled(name: str) -> Lexicon:
    scores = _vader_file() if name == "vader" else FOLDER / f"{name}.tsv"
    if scores.is_file():
        row = list_lexicons().set_index("name").loc[name]
        about = {key: str(row[key]) for key in ("version", "language", "licence", "definition")}
        return _build({**read_lexicon_file(scores), **about, "name": name})
    return _build(read_lexicon_file(FOLDER / f"{name}.yaml"))


def _vader_file() -> Path:
    spec = find_spec("vaderSentiment")
    if spec is None or not spec.submodule_search_locations:
        raise FramingError("lexicon='vader' needs the package vaderSentiment; install it with pip.")
    return Path(spec.submodule_search_locations[0]) / "vader_lexicon.txt"
