"""Collocations: by hand, against NLTK and a plain count, and on what was planted."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures

import framing as fr
from framing.comparison.shifts import shifts
from framing.errors import FramingError, LeftOut
from framing.measures.measure import Measure
from framing.measures.phrase_counts import function_words
from framing.tokens import store

PLAIN = re.compile(r"[^\W\d_]+|[.!?]|\S")


def corpus_of(*texts: str, **columns: list[object]) -> fr.Corpus:
    ids = [f"a{number}" for number in range(len(texts))]
    return fr.Corpus.from_frame(
        pd.DataFrame({"article_id": ids, "outlet": "A", "text": list(texts), **columns})
    )


def plainly(text: str, term: str, window: int) -> tuple[Counter[str], Counter[str]]:
    """Words near a term and elsewhere, sentence by sentence and word by word."""
    near: Counter[str] = Counter()
    away: Counter[str] = Counter()
    for sentence in re.split(r"(?<=[.!?]) ", text.casefold()):
        words = [word for word in PLAIN.findall(sentence) if word.isalpha()]
        places = [place for place, word in enumerate(words) if word == term]
        for place, word in enumerate(words):
            if word != term:
                close = any(abs(place - other) <= window for other in places)
                (near if close else away)[word] += 1
    return near, away


# --- attraction ----------------------------------------------------------------------------------


def test_surplus_by_hand() -> None:
    #        near: grew, and  elsewhere: the farms in a valley are old, some illegal (9 words)
    text = "Illegal settlements grew. The farms in a valley are old, some illegal."
    measure = fr.attraction(corpus_of(text, "Nothing of it."), "settlement*", ["Illegal", "old"])
    assert measure.categories == ("illegal", "old")
    assert measure.denominators[0].tolist() == [2, 2]
    assert measure.numerators[0] == pytest.approx([1 - 2 / 9, -2 / 9])
    assert measure.denominators[1].tolist() == [0, 0]
    assert measure.evidence["value"].tolist() == pytest.approx([1, -2 / 9, -2 / 9])
    assert measure.evidence["char_start"].tolist() == [0, text.index("old"), text.index("illegal")]


def test_what_is_near() -> None:
    def near(text: str, pattern: str = "mob", **options: object) -> list[str]:
        words = sorted(set(re.findall("[a-z]+", text.casefold())))
        found = fr.attraction(corpus_of(text + " Zebra."), pattern, words, **options).evidence  # type: ignore[arg-type]
        near = found[found["value"] == 1]
        return [text[row.char_start : row.char_end] for row in near.itertuples()]

    assert near("One two three mob four five six.", window=2) == "two three four five".split()
    assert near("One. Mob two. Three.") == ["two"]  # no further than the sentence
    assert near("One, 2, “three” – mob.") == ["One", "three"]  # marks and numbers are passed over
    assert near("a mob and mob b", window=1) == ["a", "and", "b"]  # once, though near two
    assert near("a far right mob b far", "far right", window=1) == ["a", "mob"]
    assert near("x mob mob y", window=1) == ["x", "y"]


def test_without_words_elsewhere_there_is_no_value() -> None:
    measure = fr.attraction(corpus_of("The mob came."), "mob", ["came"])
    assert np.isnan(measure.denominators).all()
    assert measure.sums.empty
    assert measure.evidence.empty


def test_one_voice() -> None:
    text = "The mob came, he said. “The mob roared and roared,” she said then of it all."
    corpus = corpus_of(text)
    sums = {
        voice: fr.attraction(corpus, "mob", ["came", "roared"], 2, voice).evidence  # type: ignore[arg-type]
        for voice in ("own", "quoted")
    }
    assert set(sums["own"]["category"]) == {"came"}
    assert set(sums["quoted"]["category"]) == {"roared"}
    unreliable = corpus_of("“The mob came, he said. It was “all” there was to say of it.")
    assert fr.attraction(unreliable, "mob", ["came"], voice="own").sums.empty


TEXTS = st.lists(
    st.lists(st.sampled_from("mob law x y z . 7 ,".split()), max_size=40).map(
        lambda words: "w " + " ".join(words)
    ),
    min_size=1,
    max_size=4,
)


@given(texts=TEXTS, window=st.integers(1, 6))
def test_against_a_plain_count(texts: list[str], window: int) -> None:
    corpus = corpus_of(*texts)
    words = ["x", "y", "z", "law"]
    measure = fr.attraction(corpus, "mob", words, window)
    for row, text in enumerate(texts):
        near, away = plainly(text.replace(" .", "."), "mob", window)
        n_near, n_away = near.total(), away.total()
        if n_away:
            due = [near[word] - n_near * away[word] / n_away for word in words]
            assert measure.numerators[row] == pytest.approx(due)
            assert measure.denominators[row].tolist() == [n_near] * 4
        else:
            assert np.isnan(measure.denominators[row]).all()


@given(texts=TEXTS)
def test_evidence_and_sentences_add_up(texts: list[str]) -> None:
    measure = fr.attraction(corpus_of(*texts), "mob", ["x", "law"], 3)
    keys = ["article_id", "category"]
    sums = measure.sums.set_index(keys)
    told = measure.evidence.groupby(keys)["value"].sum().reindex(sums.index, fill_value=0)
    assert told.to_numpy() == pytest.approx(sums["numerator"].to_numpy())
    sentences = measure.sentence_sums().groupby(keys)[["numerator", "denominator"]].sum()
    due = sums[["numerator", "denominator"]].to_numpy()
    assert sentences.reindex(sums.index, fill_value=0).to_numpy() == pytest.approx(due)


def test_chunks_change_nothing(example: fr.Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fr.attraction(example, "said", ["spokesman", "told"])
    table = fr.collocations(example, "said")
    monkeypatch.setattr(store, "CHUNK_ARTICLES", 7)
    frame = example.articles.assign(text=[text + " " for text in example.articles["text"]])
    parts = fr.tokenize(fr.Corpus.from_frame(frame))
    assert parts.n_chunks > 1
    np.testing.assert_array_equal(
        fr.attraction(parts, "said", ["spokesman", "told"]).numerators, whole.numerators
    )
    pd.testing.assert_frame_equal(fr.collocations(parts, "said"), table)
    pd.testing.assert_frame_equal(fr.collocations(parts), fr.collocations(example))


def test_what_cannot_be_attracted() -> None:
    corpus = corpus_of("The mob came.")
    for wrong, told in (
        ({"collocates": []}, "collocates is empty"),
        ({"window": 0}, "window=0"),
        ({"window": 2.5}, r"window=2\.5"),
        ({"voice": "loud"}, "voice='loud'"),
        ({"pattern": "*"}, "without a letter"),
    ):
        options = {"pattern": "mob", "collocates": ["came"], **wrong}
        with pytest.raises(FramingError, match=told):
            fr.attraction(corpus, **options)  # type: ignore[arg-type]


# --- collocations --------------------------------------------------------------------------------


def npmi(y: float, f: float, w: float, n: float) -> float:
    return float(np.log(y * n / (f * w)) / -np.log(y / n)) if y else -1.0


def test_association_of_a_term_against_nltk(example: fr.Corpus) -> None:
    table = fr.collocations(example, "said", window=4).set_index(["outlet", "collocate"])
    assert len(table) > 10
    tokens = fr.tokenize(example)
    for outlet, articles in tokens.articles.groupby("outlet"):
        near: Counter[str] = Counter()
        away: Counter[str] = Counter()
        n_said = 0
        for article in articles.index:
            lines = fr.kwic(tokens.select([article]), "said")
            n_said += len(lines)
            a_near, a_away = _by_sentence(tokens, article)
            near += a_near
            away += a_away
        w, n = near.total(), near.total() + away.total()
        for word, row in table.loc[outlet].iterrows():
            y, f = near[word], near[word] + away[word]
            assert (row["count"], row["term_count"]) == (y, n_said)
            if not f:
                assert np.isnan(row["g2"])
                continue
            assert row["expected"] == pytest.approx(f * w / n)
            g2 = BigramAssocMeasures.likelihood_ratio(y, (f, w), n)
            assert abs(row["g2"]) == pytest.approx(g2, abs=1e-3)
            assert (row["g2"] >= 0) == (y >= f * w / n)
            assert row["npmi"] == pytest.approx(npmi(y, f, w, n))


def _by_sentence(tokens: fr.Tokens, article: str) -> tuple[Counter[str], Counter[str]]:
    """Words within four of “said” and elsewhere, from the tokens of one article."""
    (chunk,) = tokens.select([article]).chunks()
    near: Counter[str] = Counter()
    away: Counter[str] = Counter()
    for first, last in zip(chunk.sentence_offsets[:-1], chunk.sentence_offsets[1:], strict=True):
        ids = chunk.ids[first:last]
        kept = ids[chunk.types.is_word[ids] & ~chunk.types.is_number[ids]]
        words = chunk.types.folded_strings[chunk.types.folded[kept]].tolist()
        places = [place for place, word in enumerate(words) if word == "said"]
        for place, word in enumerate(words):
            if word != "said":
                close = any(abs(place - other) <= 4 for other in places)
                (near if close else away)[word] += 1
    return near, away


def test_pairs_against_nltk(example: fr.Corpus) -> None:
    table = fr.collocations(example, min_articles=3)
    assert list(table)[:3] == ["outlet", "term", "collocate"]
    assert "shift" not in table
    assert (table["count"] > 0).all()
    tokens = fr.tokenize(example)
    function = function_words("en")
    for outlet, rows in table.groupby("outlet"):
        singles: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for article in tokens.articles.index[tokens.articles["outlet"] == outlet]:
            (chunk,) = tokens.select([article]).chunks()
            words = chunk.types.folded_strings[chunk.types.folded[chunk.ids]].tolist()
            counted = (chunk.word & ~chunk.types.is_number[chunk.ids]).tolist()
            singles.update(word for word, good in zip(words, counted, strict=True) if good)
            for at in range(len(words) - 1):
                same = chunk.token_sentence[at] == chunk.token_sentence[at + 1]
                if counted[at] and counted[at + 1] and same:
                    pairs[words[at], words[at + 1]] += 1
        n = singles.total()
        for row in rows.itertuples():
            y, first = pairs[row.term, row.collocate], singles[row.term]
            second = singles[row.collocate]
            assert row.term_count == first
            assert row.expected == pytest.approx(first * second / n)
            g2 = BigramAssocMeasures.likelihood_ratio(y, (first, second), n)
            assert row.g2 == pytest.approx(g2 * np.sign(y - first * second / n), abs=1e-3)
            assert row.npmi == pytest.approx(npmi(y, second, first, n))
            assert not {row.term, row.collocate} & function


def test_shifts_are_those_of_compare(example: fr.Corpus) -> None:
    table = fr.collocations(example, "said")
    words = sorted(table["collocate"].unique())
    compared = fr.compare(fr.attraction(example, "said", words), resamples=50)
    compared = compared.set_index(["kind", "outlet", "category"])
    assert len(table) == 6 * len(words)
    for row in table.itertuples():
        level = compared.loc["level", row.outlet, row.collocate]
        contrast = compared.loc["contrast", row.outlet, row.collocate]
        got = [row.surplus, row.conf_low, row.conf_high, row.shift, row.shift_low, row.shift_high]
        due = [*level[["estimate", "conf_low", "conf_high"]]]
        due += [*contrast[["estimate", "conf_low", "conf_high"]]]
        np.testing.assert_allclose(np.array(got), np.array(due, dtype=float))
        assert row.n_events == contrast["n_events"]


def test_planted_sources_stand_near_said(example: fr.Corpus) -> None:
    table = fr.collocations(example, "said")
    found = table[table["q_value"] < 0.05]
    official = found[found["outlet"] == "National Standard"]
    assert set(official["collocate"]) == {"spokesman", "spokeswoman"}
    assert (official["shift_low"] > 0).all()
    assert not {"The Harbour Ledger", "Evening Observer"} & set(found["outlet"])


def test_weights_count() -> None:
    texts = ["The mob came by night and then it left the old town.", "The mob sang. It was late."]
    frame = {"article_id": list("abcd"), "outlet": ["A", "A", "B", "B"], "text": texts * 2}
    once = fr.Corpus.from_frame(pd.DataFrame(frame))
    doubled = pd.concat([pd.DataFrame(frame), pd.DataFrame(frame).assign(article_id=list("efgh"))])
    twice = fr.Corpus.from_frame(doubled)
    weighted = fr.Corpus.from_frame(pd.DataFrame({**frame, "weight": 2.0}))
    options = {"pattern": "mob", "min_articles": 1}
    import framing.comparison.collocations as module

    before, module.SURE = module.SURE, 0.0
    try:
        tables = [fr.collocations(one, **options) for one in (once, weighted, twice)]  # type: ignore[arg-type]
    finally:
        module.SURE = before
    assert len(tables[0]) > 4
    shown = ["outlet", "collocate", "expected", "g2", "npmi"]
    pd.testing.assert_frame_equal(tables[1][shown], tables[2][shown])
    assert tables[1]["count"].tolist() == tables[0]["count"].tolist()
    assert tables[1]["g2"].to_numpy() == pytest.approx(2 * tables[0]["g2"].to_numpy())


def test_edges(example: fr.Corpus) -> None:
    columns = list(fr.collocations(example, "said"))
    none = example.filter(outlet="none")
    for corpus in (none, corpus_of("…!"), corpus_of("The mob came.")):
        for pattern in ("absent", None):
            table = fr.collocations(corpus, pattern)
            assert table.empty
            assert list(table) == (columns if pattern else columns[:9])
    one = fr.collocations(example.filter(outlet="National Standard"), "said")
    assert set(one["outlet"]) <= {"National Standard"}
    assert one["shift"].isna().all()
    alone = fr.collocations(example, "said", within=None)
    assert (alone["n_events"] == 0).all()
    assert alone["p_value"].notna().any()
    against = fr.collocations(example, "said", reference="The Harbour Ledger")
    ledger = against["outlet"] == "The Harbour Ledger"
    assert against.loc[ledger, "shift"].isna().all()
    assert against.loc[~ledger, "shift"].notna().any()
    for wrong, told in (
        ({"by": "paper"}, "by='paper'"),
        ({"window": 0}, "window=0"),
        ({"min_articles": 0}, "min_articles=0"),
        ({"reference": "X"}, "reference='X'"),
        ({"voice": "loud"}, "voice='loud'"),
    ):
        with pytest.raises(FramingError, match=told):
            fr.collocations(example, "said", **wrong)  # type: ignore[arg-type]


def test_the_test_keeps_its_level() -> None:
    rng = np.random.default_rng(1)
    lengths = np.array([0.5, 1, 1, 1, 1, 3])
    found = []
    for _ in range(12):
        rows, surplus, near, words = [], [], [], []
        for event in range(20):
            rate = 0.01 * rng.gamma(2, 0.5, 20)
            for outlet, length in enumerate(lengths):
                n = rng.poisson(60 * length) + 5
                own = rate * rng.gamma(2, 0.5, 20)
                y, u = rng.poisson(n * own), rng.poisson(10 * n * own)
                rows.append((f"o{outlet}", f"e{event}"))
                surplus.append(y - u / 10)
                near.append(y)
                words.append(float(n))
        articles = pd.DataFrame(rows, columns=["outlet", "event"])
        articles.index = pd.Index(articles.index.astype("str"), name="article_id")
        measure = Measure.from_arrays(
            articles,
            np.array(surplus),
            np.array(words)[:, None],
            name="attraction",
            unit="",
            kind="score",
            categories=[f"w{number}" for number in range(20)],
        )
        from scipy.sparse import csr_array

        found.append(shifts(measure, csr_array(np.array(near)), "outlet", "event", None))
    p = pd.concat(found)["p_value"].dropna()
    assert len(p) > 1400
    assert 0.02 < (p < 0.05).mean() < 0.07


# --- the chart -----------------------------------------------------------------------------------


def test_the_chart_of_the_example(study: fr.Study) -> None:
    chart = fr.chart("collocations", study)
    assert "said" in chart.title
    assert {"spokesman", "spokeswoman"} <= set(chart.data["term"])
    assert (chart.data["g2"] > 0).all()
    assert (chart.data["n_articles"] >= 2).all()
    behind = chart.evidence(outlet="National Standard", term="spokesman")
    assert set(behind["hit"].str.casefold()) == {"spokesman"}
    row = chart.data[chart.data["outlet"] == "National Standard"].set_index("term").loc["spokesman"]
    assert (behind["value"] == 1).sum() == row["count"]
    chart.figure()


def test_without_a_term_there_is_no_chart(study: fr.Study) -> None:
    with pytest.raises(LeftOut, match="names no term"):
        fr.chart("collocations", fr.load_study(study, collocations={"term": None}))
    empty = fr.chart("collocations", fr.load_study(study, collocations={"term": "zyzzyva"}))
    assert empty.data.empty
    empty.figure()


def test_the_order_of_articles_changes_nothing(example: fr.Corpus) -> None:
    turned = fr.Corpus.from_frame(example.articles.iloc[::-1])
    for pattern in ("said", None):
        table = fr.collocations(turned, pattern)
        pd.testing.assert_frame_equal(table, fr.collocations(example, pattern), rtol=1e-12)


def test_by_another_column_with_gaps(example: fr.Corpus) -> None:
    articles = example.articles
    size = (articles["text"].str.len() // 900).astype("float64")
    sized = example.with_articles(articles.assign(size=size.where(size > 0)))
    table = fr.collocations(sized, "said", by="size")
    assert set(table["size"]) <= set(size[size > 0])
    assert table["size"].nunique() > 1
