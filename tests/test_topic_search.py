"""A search over numbers of topics: what it measures is what a plain loop measures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.measures.topics import topic_search
from framing.measures.topics.fitting import _folded_in, completion, held_out
from framing.measures.topics.matching import average_jaccard, matched
from framing.measures.topics.search import CRITERIA, _dominated

THEMES = [
    "harbour ship quay sailor anchor tide captain deck mast sail rope wave",
    "judge court appeal verdict lawyer statute hearing ruling bench oath plea jury",
    "harvest orchard tractor farmer meadow barley plough cattle field barn hay seed",
    "brigade hydrant smoke engine ladder warden alarm siren flame hose ember ash",
]


def planted(n_articles: int = 80, seed: int = 0) -> fr.Corpus:
    """Articles of one theme each, four themes of twelve words, the first of them the commonest."""
    rng = np.random.default_rng(seed)
    chances = 0.8 ** np.arange(12)
    chances /= chances.sum()
    themes = [THEMES[n % 4].split() for n in range(n_articles)]
    texts = [" ".join(rng.choice(words, size=80, p=chances)) + "." for words in themes]
    return fr.Corpus.from_frame(pd.DataFrame({"outlet": "A", "text": texts}))


def test_the_true_number_is_stable_and_the_others_are_not() -> None:
    search = topic_search(planted(), ks=[2, 3, 4, 6, 8], seeds=3)
    by_k = search.by_k.set_index("k")
    assert by_k["stability"].idxmax() == 4
    assert by_k.loc[4, "stability"] > by_k.drop(4)["stability"].max() + 0.1
    assert by_k.loc[4, "stability_seeds"] > 0.9 > by_k.loc[8, "stability_seeds"] + 0.2
    assert by_k.loc[4, "exclusivity"] == pytest.approx(1, abs=1e-3)
    # A fifth topic foretells nothing that four do not.
    assert by_k.loc[4, "held_out"] > by_k.loc[3, "held_out"] + 0.03
    assert by_k.loc[8, "held_out"] < by_k.loc[4, "held_out"] + 0.01


def test_the_tables_fit_together() -> None:
    search = topic_search(fr.example(), ks=[8, 4], seeds=[3, 1])
    assert search.by_k["k"].tolist() == [4, 8]
    assert search.runs[["k", "seed"]].to_numpy().tolist() == [[4, 3], [4, 1], [8, 3], [8, 1]]
    means = search.runs.groupby("k")[["npmi", "exclusivity", "held_out"]].mean()
    for name in means:
        np.testing.assert_allclose(search.by_k[name], means[name])
    for name in CRITERIA:
        assert (search.by_k[f"{name}_least"] <= search.by_k[name]).all()
        assert (search.by_k[f"{name}_most"] >= search.by_k[name]).all()
    topics = search.topics
    assert topics.groupby("k").size().to_dict() == {4: 4, 8: 8}
    assert topics.groupby("k")["prevalence"].sum().tolist() == pytest.approx([1, 1], abs=0.01)
    assert (topics.groupby("k")["prevalence"].diff().dropna() <= 0).all()
    followed = topics.loc[topics["k"] == 4, "next_topic"]
    assert followed.is_unique
    assert followed.between(0, 7).all()
    assert (topics.loc[topics["k"] == 8, "next_topic"] == -1).all()
    kept = topics.loc[topics["k"] == 4, "next_stability"].mean()
    assert search.by_k["kept"].iloc[0] == pytest.approx(kept)
    assert np.isnan(search.by_k["kept"].iloc[1])


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_workers_and_order_change_nothing(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = planted(24)
    here = topic_search(corpus, ks=[2, 3], seeds=2, method=method)
    monkeypatch.setattr("framing.measures.topics.search.QUICK", 0)
    monkeypatch.setenv("FRAMING_JOBS", "2")
    backwards = fr.Corpus.from_frame(corpus.articles.iloc[::-1])
    there = topic_search(backwards, ks=[2, 3], seeds=2, method=method)
    pd.testing.assert_frame_equal(here.by_k, there.by_k)
    pd.testing.assert_frame_equal(here.topics, there.topics)


def test_nothing_is_chosen_and_the_trade_off_is_named() -> None:
    search = topic_search(fr.example(), ks=[4, 12], seeds=2)
    best = {name: int(search.by_k.set_index("k")[name].idxmax()) for name in CRITERIA}
    assert len(set(best.values())) > 1
    assert f"coherence at {best['npmi']}" in search.trade_off
    assert f"exclusivity at {best['exclusivity']}" in search.trade_off
    assert "No number is best at all four" in search.trade_off


def test_a_dominated_row() -> None:
    values = np.array([[1, 1, 1, 1], [1, 2, 1, 1], [2, 0, 0, 0], [1, 2, 1, 1]], dtype=float)
    assert _dominated(values) == [True, False, False, False]


@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(0, 3))
def test_topics_are_matched_like_for_like(seed: int, k: int, more: int) -> None:
    rng = np.random.default_rng(seed)
    first = rng.dirichlet([0.1] * 40, size=k)
    order = rng.permutation(k)
    second = np.vstack([first[order], rng.dirichlet([0.1] * 40, size=more)])
    places = matched(first, second)
    np.testing.assert_allclose(second[places], first)
    assert average_jaccard(first, second[places]) == pytest.approx(np.ones(k))
    back = matched(second, first)
    assert sorted(back[back >= 0]) == list(range(k))
    assert (back == -1).sum() == more


def test_average_jaccard_against_a_plain_loop() -> None:
    rng = np.random.default_rng(2)
    first, second = rng.random((5, 15)), rng.random((5, 15))

    def plain(one: np.ndarray, other: np.ndarray) -> float:
        top, alike = np.argsort(-one), np.argsort(-other)
        shares = []
        for depth in range(1, 11):
            a, b = set(top[:depth]), set(alike[:depth])
            shares.append(len(a & b) / len(a | b))
        return float(np.mean(shares))

    expected = [plain(one, other) for one, other in zip(first, second, strict=True)]
    np.testing.assert_allclose(average_jaccard(first, second), expected)


def test_average_jaccard_by_hand() -> None:
    # Foremost words a b c and a c b: 1/1, 1/3, 3/3.
    first, second = np.array([[3.0, 2, 1]]), np.array([[3.0, 1, 2]])
    assert average_jaccard(first, second) == pytest.approx([(1 + 1 / 3 + 1) / 3])


def test_topics_that_are_known_foretell_the_other_half() -> None:
    from scipy.sparse import csr_array

    rng = np.random.default_rng(0)
    weights = np.kron(np.eye(3), np.full(8, 1 / 8))
    counts = np.array([rng.multinomial(60, weights[n % 3]) for n in range(60)])
    held = held_out(60, 0)
    for method in ("nmf", "lda"):
        known = completion(csr_array(counts), held, weights, method, 0)
        uniform = completion(csr_array(counts), held, np.full((3, 24), 1 / 24), method, 0)
        assert known > 0.85
        assert uniform < 0.7 < known


def test_shares_are_folded_in_as_by_a_plain_loop() -> None:
    from scipy.sparse import csr_array

    rng = np.random.default_rng(1)
    weights = rng.dirichlet([0.3] * 12, size=3)
    counts = rng.poisson(2, size=(4, 12))
    shares = np.full((4, 3), 1 / 3)
    for _ in range(30):
        new = np.zeros((4, 3))
        for article in range(4):
            for term in range(12):
                chance = shares[article] * (weights[:, term] + 1e-9)
                new[article] += counts[article, term] * chance / chance.sum()
        shares = new / new.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(_folded_in(csr_array(counts), weights), shares, atol=1e-10)


def test_what_cannot_be_tried_is_said() -> None:
    corpus = planted(20)
    with pytest.raises(fr.FramingError, match="ks has 17"):
        topic_search(corpus, ks=[3, 17])
    with pytest.raises(fr.FramingError, match="ks has 1,"):
        topic_search(corpus, ks=[1])
    with pytest.raises(fr.FramingError, match="too few fits"):
        topic_search(corpus, seeds=1)
    with pytest.raises(fr.FramingError, match="method='stm'"):
        topic_search(corpus, method="stm")  # type: ignore[arg-type]


@pytest.mark.parametrize("texts", [[], ["One article."], ["!", "?"]])
def test_corpora_too_small_give_empty_tables(texts: list[str]) -> None:
    frame = pd.DataFrame({"outlet": ["A"] * len(texts), "text": texts})
    search = topic_search(fr.Corpus.from_frame(frame))
    assert len(search.by_k) == len(search.runs) == len(search.topics) == 0
    assert search.trade_off == "Nothing could be fitted."
