"""What can be passed on of a study whose articles cannot: features, made of what it counts."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.auditing import read_audit
from framing.errors import FramingError
from framing.features.readme import README, WORDS
from framing.features.tables import (
    ABOUT,
    COUNTS,
    SECTIONS,
    About,
    Lexicon,
    Section,
    Source,
    Sums,
    is_empty_for,
    write_table,
)
from framing.lexicon import load_lexicon
from framing.measures._voice import VOICES
from framing.measures.counts import Counts, counts_of
from framing.saving import write_whole
from framing.study import FILE, Study, as_study
from framing.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.receipt import Receipt

# Metadata that are kept whatever they hold; other columns of text must look like labels.
KEPT = ("outlet", "date", "event", "url", "author", "section", "genre", "language", "weight")
RUNNING_TEXT = ("text", "title", "subtitle", "caption", "lead", "summary", "description")
LONGEST_LABEL = 40  # characters of each of its parts, set off by bars or semicolons
EVENT_WORDS = 3


def export_features(study: Study | str | os.PathLike[str], folder: str | os.PathLike[str]) -> Path:
    """Write what a study counts, from which its count-based charts can be made again.

    The folder holds the articles' metadata; how often each word, and each pattern of the study's
    lexicon, stands in the headline and in the body of each article, in all, in the outlet's own
    voice and quoted; and the sums of sentiment by article. Where each outlet has a single article,
    so that intervals rest on its sentences, it holds the sums of all measures by sentence. It has
    a study.toml, so that `load_study` and ``framing run`` take it as they take the articles, and
    a README.txt that describes the columns. Audits come along, as places and marks. It holds no
    sentence, no order of words, no headline and no evidence.

    What the study does before it counts has been done: articles are cleaned, events aligned, and
    copies left out or marked. Of the metadata, columns of text that are not known to `Corpus` are
    kept if they look like labels, none of their values longer than 40 characters (or several of
    them with bars or semicolons between); ``left_out`` in features.json names the others. An
    event is known by three words of its headlines. A headline can be guessed from its words, and
    an address leads to its article: features keep texts from being passed on, and not articles
    from being known.

    Parameters
    ----------
    study : Study or path
        What `load_study` gives or takes.
    folder : path
        Made if it is not there; must be empty or hold features, which are replaced.

    Returns
    -------
    Path
        The folder. The same study gives the same bytes, with the same versions of the package and
        of pyarrow.

    Raises
    ------
    FramingError
        The folder holds something else, or the study is itself one of features.

    Examples
    --------
    >>> import tempfile
    >>> folder = export_features("example", tempfile.mkdtemp())
    >>> pd.read_parquet(folder / "tokens.parquet").columns.tolist()
    ['article_id', 'section', 'token', 'n', 'n_own', 'n_quoted']
    """
    study, target = as_study(study), Path(folder)
    tokens = study.tokens
    if target.exists() and not is_empty_for(target):
        raise FramingError(
            f"{target} holds something else than features; give a folder that does not exist yet."
        )
    sections: dict[Section, Counts] = {"body": counts_of(tokens)}
    if "title" in tokens.articles:
        sections["headline"] = counts_of(tokenize(study.counted, field=SECTIONS["headline"]))
    articles, left_out = _articles(study)
    if "event" in articles:
        words = _event_words(list(sections.values())[-1])
        articles["event_words"] = articles["event"].map(words).astype("str")
    about_hits, hits = _hits(study, sections)
    about_measures, measures = _measures(study)
    tables = {
        "articles.parquet": articles,
        "copies.parquet": study.copies[_labels(study.copies, ("article_id", "copied_from"))],
        "sections.parquet": _joined([_section(name, one) for name, one in sections.items()]),
        "tokens.parquet": _joined([_words(name, one) for name, one in sections.items()]),
        "hits.parquet": hits,
        "measures.parquet": measures,
        "sentences.parquet": _sentences(study),
    }
    (target / ABOUT).unlink(missing_ok=True)  # until all else is there
    written = {name: write_table(table, target, name) for name, table in tables.items()}
    said = study.settings.model_dump(exclude={"corpus", "columns"})
    about = About(
        format="media-framing features",
        version=1,
        made_with=_version(),
        words=WORDS,
        corpus=Source(
            fingerprint=study.corpus.fingerprint,
            articles=len(study.corpus),
            counted=len(study.counted),
            receipt=_receipt(study.corpus.receipt),
        ),
        sections=list(sections),
        left_out=left_out,
        lexicons=about_hits,
        measures=about_measures,
        settings=said,
        files=written,
    )
    write_whole(target / FILE, _study_toml(study).encode())
    for name in study.settings.audit.files:
        read_audit(study.folder / name).without_text().save(target / Path(name).name)
    write_whole(target / "README.txt", README.encode())
    content = json.dumps(about.model_dump(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    write_whole(target / ABOUT, content.encode())
    return target


# --- tables --------------------------------------------------------------------------------------


def _articles(study: Study) -> tuple[pd.DataFrame, list[str]]:
    """The articles' metadata, with what was added to those counted; and the columns left out."""
    articles, counted = study.corpus.articles, study.counted.articles
    for name in counted.columns.difference(articles.columns):
        articles[name] = counted[name].reindex(articles.index)
    kept = [name for name in _labels(articles, KEPT) if name not in ("counted", *RUNNING_TEXT)]
    left_out = [name for name in articles if name not in kept]
    frame = articles[kept].assign(counted=articles.index.isin(counted.index))
    return frame.reset_index(), left_out


def _labels(frame: pd.DataFrame, kept: Sequence[str]) -> list[str]:
    """The columns that hold no running text."""
    long = f"[^|;]{{{LONGEST_LABEL + 1}}}"
    return [
        name
        for name, values in frame.items()
        if name in kept or values.dtype != "str" or not values.str.contains(long).any()
    ]


def _event_words(counts: Counts) -> dict[str, str]:
    """Words by which to know each event, in the place of a headline: those that most of its
    articles have and few others do, in the order of the alphabet."""
    from scipy.sparse import csr_array

    found = counts.words()
    event, names = pd.factorize(counts.articles["event"])
    there = csr_array(found.counts > 0).astype(np.float64)
    rarity = np.log(max(len(event), 1) / np.maximum(there.sum(axis=0), 1))
    known = np.flatnonzero(event >= 0)
    placed = (np.ones(len(known)), (event[known], known))
    events = csr_array(csr_array(placed, shape=(len(names), len(event))) @ there)
    words = {}
    for name, first, end in zip(names, events.indptr[:-1], events.indptr[1:], strict=True):
        terms = events.indices[first:end]
        foremost = np.lexsort((terms, -events.data[first:end] * rarity[terms]))[:EVENT_WORDS]
        words[name] = " · ".join(sorted(found.terms[terms[foremost]]))
    return words


def _section(section: str, counts: Counts) -> pd.DataFrame:
    articles = counts.articles
    n = len(articles)
    own, quoted = (np.nan_to_num(counts.n_words(voice)) for voice in VOICES[1:])
    return pd.DataFrame(
        {
            "article_id": _names(np.arange(n), articles.index),
            "section": _names(np.zeros(n, dtype=int), [section]),
            "n_words": articles["n_words"].to_numpy(dtype=np.int32),
            "n_sentences": articles["n_sentences"].to_numpy(dtype=np.int32),
            "n_words_own": own.astype(np.int32),
            "n_words_quoted": quoted.astype(np.int32),
            "quotes_reliable": articles["quotes_reliable"].to_numpy(dtype=bool),
        }
    )


def _words(section: str, counts: Counts) -> pd.DataFrame:
    """A row for each word of each article, in the order of articles and of the alphabet."""
    found = [counts.words(voice) for voice in VOICES]
    terms = found[0].terms
    columns = [np.searchsorted(terms, one.terms)[one.counts.indices] for one in found]
    row, column, numbers = _side_by_side([one.counts for one in found], columns, len(terms))
    return pd.DataFrame(
        {
            "article_id": _names(row, counts.articles.index),
            "section": _names(np.zeros(len(row), dtype=int), [section]),
            "token": _names(column, terms),
            **numbers,
        }
    )


def _hits(study: Study, sections: Mapping[Section, Counts]) -> tuple[list[Lexicon], pd.DataFrame]:
    """What lexicon was counted, and a row for each of its patterns in each article with a hit."""
    named = study.settings.loaded_terms.lexicon
    lexicon = load_lexicon(study.lexicon_path(named))
    frames = []
    for section, counts in sections.items():
        found = [counts.hits(lexicon, voice) for voice in VOICES]
        row, column, numbers = _side_by_side(
            [one.counts for one in found],
            [one.counts.indices for one in found],
            len(found[0].category),
        )
        frames.append(
            pd.DataFrame(
                {
                    "lexicon": _names(np.zeros(len(row), dtype=int), [named]),
                    "article_id": _names(row, counts.articles.index),
                    "section": _names(np.zeros(len(row), dtype=int), [section]),
                    "category": _names(found[0].category[column], found[0].categories),
                    "pattern": column.astype(np.int32),
                    "weight": found[0].weight[column],
                    **numbers,
                }
            )
        )
    about = Lexicon(
        named=named,
        name=lexicon.name,
        version=lexicon.version,
        hash=lexicon.content_hash,
        language=lexicon.language,
        licence=lexicon.licence,
        categories=list(found[0].categories),
        unit=found[0].unit,
        kind=found[0].kind,
    )
    return [about], _joined(frames)


def _measures(study: Study) -> tuple[list[Sums], pd.DataFrame]:
    """The sums of the measures that need sentences."""
    about, frames = [], []
    for voice in VOICES:
        measure = study.sentiment(voice)
        about.append(
            Sums(
                measure="sentiment",
                named=study.settings.sentiment.lexicon,
                voice=voice,
                name=measure.name,
                unit=measure.unit,
                kind=measure.kind,
                section=measure.part,
                categories=list(measure.categories),
                settings=dict(measure.settings),
            )
        )
        sums = measure.sums.rename(columns={"part": "section"})
        sums.insert(0, "measure", "sentiment")
        sums.insert(1, "voice", voice)
        frames.append(sums)
    texts = ["measure", "voice", "article_id", "section", "category"]
    return about, pd.concat(frames, ignore_index=True).astype(dict.fromkeys(texts, "category"))


def _sentences(study: Study) -> pd.DataFrame:
    """The measures' sums by sentence where each outlet has one article; no rows elsewhere."""
    texts = ["measure", "voice", "article_id", "section", "category"]
    numbers = {"sentence": np.int32, "numerator": np.float64, "denominator": np.float64}
    frames = [pd.DataFrame({name: [] for name in [*texts, *numbers]})]
    if not study.counted.articles["outlet"].duplicated().any():
        measures = [
            make(voice) for make in (study.sentiment, study.loaded_terms) for voice in VOICES
        ]
        for measure in [*measures, study.topics().measure]:
            sums = measure.sentence_sums().rename(columns={"part": "section"})
            about = {"measure": measure.name, "voice": measure.settings.get("voice", "all")}
            frames.append(sums.assign(**about))
    table = pd.concat(frames[-1:] if len(frames) == 1 else frames[1:], ignore_index=True)
    table = table.astype(dict.fromkeys(texts, "str")).astype({**numbers})
    return table[[*texts, *numbers]].astype(dict.fromkeys(texts, "category"))


def _side_by_side(
    matrices: Sequence[Any], columns: Sequence[NDArray[Any]], n_columns: int
) -> tuple[NDArray[Any], NDArray[Any], dict[str, NDArray[np.int32]]]:
    """Row, column and the three counts of every entry of the first matrix, which has all that the
    others have; in order."""
    keys = [
        np.repeat(np.arange(one.shape[0], dtype=np.int64), np.diff(one.indptr)) * n_columns + at
        for one, at in zip(matrices, columns, strict=True)
    ]
    order = np.argsort(keys[0])
    everything = keys[0][order]
    numbers = {COUNTS[0]: matrices[0].data[order].astype(np.int32)}
    for name, matrix, key in zip(COUNTS[1:], matrices[1:], keys[1:], strict=True):
        numbers[name] = np.zeros(len(everything), dtype=np.int32)
        numbers[name][np.searchsorted(everything, key)] = matrix.data
    row, column = np.divmod(everything, max(n_columns, 1))
    return row, column, numbers


def _names(codes: NDArray[Any], names: Sequence[str] | pd.Index | NDArray[Any]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype="str"))


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """One frame, with the categories of all."""
    from pandas.api.types import union_categoricals

    columns = {
        name: union_categoricals([frame[name] for frame in frames])
        if isinstance(frames[0][name].dtype, pd.CategoricalDtype)
        else np.concatenate([frame[name] for frame in frames])
        for name in frames[0]
    }
    return pd.DataFrame(columns)


# --- words ---------------------------------------------------------------------------------------


def _receipt(receipt: Receipt) -> dict[str, int | dict[str, int]]:
    """How many articles were put aside and mended, and why; not which."""
    reasons = receipt.quarantined["reason"].str.replace(r" \(line [\d,]+\)$", "", regex=True)
    return {
        "expected": receipt.expected,
        "kept": receipt.kept,
        "quarantined": {str(why): int(n) for why, n in reasons.value_counts().items()},
        "repaired": {
            str(what): int(n) for what, n in receipt.repaired["repair"].value_counts().items()
        },
    }


def _study_toml(study: Study) -> str:
    """The study's settings but for the corpus, which is the folder itself."""
    said = study.settings.model_dump(exclude_defaults=True, exclude={"corpus", "columns"})
    if "audit" in said:
        said["audit"]["files"] = [Path(name).name for name in said["audit"]["files"]]
    plain = {key: value for key, value in said.items() if not isinstance(value, dict)}
    lines = [
        "# The study from which these features were made. Cleaning, events and copies are what was",
        "# done before they were made, and cannot be changed here; all else can.",
        *[f"{key} = {_toml(value)}" for key, value in plain.items()],
        'corpus = "."',
    ]
    for section, values in said.items():
        if isinstance(values, dict):
            lines += ["", f"[{section}]"]
            lines += [f"{key} = {_toml(value)}" for key, value in values.items()]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """A value of a setting as TOML, in one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_toml(str(key))} = {_toml(value[key])}" for key in value) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _version() -> str:
    from framing import __version__

    return f"media-framing {__version__}"
