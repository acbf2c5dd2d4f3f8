"""The structural topic model: what was planted comes back, and the bound rises."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from test_topics_compared import ODD, planted, sea

import framing as fr
from framing.measures.topics.design import design_of
from framing.measures.topics.structural import fit_structural, softmax


@pytest.fixture(scope="module")
def corpus() -> fr.Corpus:
    return planted()


@pytest.fixture(scope="module")
def model(corpus: fr.Corpus) -> fr.StructuralTopics:
    return fr.structural_topics(corpus, k=3, content="outlet")


def test_prevalence_and_content_by_outlet_come_back(model: fr.StructuralTopics) -> None:
    topic = sea(model)
    effects = model.effects(refits=4)
    effects = effects[effects["topic"] == topic].set_index("term")
    assert effects.at["outlet: A", "conf_low"] > 0 > effects.at["outlet: B", "conf_high"]
    assert effects.at["outlet: A", "estimate"] == pytest.approx(
        -effects.at["outlet: B", "estimate"], rel=0.05
    )
    content = model.content[model.content["topic"] == topic]
    content = content.set_index(["outlet", "term"])["log_ratio"]
    for outlet, word in ODD.items():
        other = next(name for name in ODD if name != outlet)
        assert content[outlet, word] > 0.3
        assert content[other, word] < -0.5
    assert abs(content["A", "harbour"]) < 0.2


def test_shares_add_up_and_follow_the_words(model: fr.StructuralTopics) -> None:
    assert model.documents.sum(axis=1).to_numpy() == pytest.approx(1, abs=1e-6)
    articles = model.measure.articles
    share = model.documents.iloc[:, sea(model)].groupby(articles["outlet"]).mean()
    assert share["A"] > share["B"] + 0.2


def test_the_same_seed_gives_the_same(corpus: fr.Corpus, model: fr.StructuralTopics) -> None:
    frame = corpus.articles.sample(frac=1, random_state=3).reset_index()
    again = fr.structural_topics(fr.Corpus.from_frame(frame), k=3, content="outlet")
    np.testing.assert_allclose(
        again.documents.sort_index().to_numpy(), model.documents.sort_index().to_numpy(), atol=1e-6
    )


def simulated(n: int = 150, k: int = 3, terms: int = 60, seed: int = 1) -> tuple:
    from scipy.sparse import csr_array

    rng = np.random.default_rng(seed)
    words = rng.dirichlet(np.full(terms, 0.1), k)
    shares = softmax(rng.normal(0, 1, (n, k - 1)))
    counts = np.array([rng.multinomial(80, one @ words) for one in shares])
    return csr_array(counts.astype(np.int32)), words, shares


def test_the_bound_rises_and_shares_come_back() -> None:
    counts, words, shares = simulated()
    n, one = counts.shape[0], np.ones((counts.shape[0], 1))
    rng = np.random.default_rng(0)
    start = words * rng.uniform(0.5, 1.5, words.shape)
    fit = fit_structural(
        counts, one, np.zeros(n, int), np.ones(n), start / start.sum(axis=1)[:, None],
        np.full(shares.shape, 1 / 3),
    )  # fmt: skip
    assert np.diff(fit.bounds).min() > -1e-3 * abs(fit.bounds[-1])
    r = [np.corrcoef(fit.shares()[:, topic], shares[:, topic])[0, 1] for topic in range(3)]
    assert min(r) > 0.9
    # What is drawn varies about the mode as far as the curvature there says.
    draws = np.array([fit.draw(np.random.default_rng(seed)) for seed in range(60)])
    inside = np.abs(shares - draws.mean(axis=0)) < 2 * draws.std(axis=0)
    assert 0.88 < inside.mean() < 0.99


def test_the_mode_is_where_a_general_optimiser_finds_it() -> None:
    from scipy.optimize import minimize

    counts, words, _ = simulated(n=40)
    n = counts.shape[0]
    fit = fit_structural(
        counts, np.ones((n, 1)), np.zeros(n, int), np.ones(n), words,
        np.full((n, 3), 1 / 3), known=words[None],
    )  # fmt: skip
    precision, mean = np.linalg.inv(fit.covariance), fit.slopes[0]
    for row in range(5):
        seen = counts[[row]].toarray()[0]

        def loss(middle: np.ndarray, seen: np.ndarray = seen) -> float:
            gap = middle - mean
            chances = softmax(middle[None])[0] @ words
            return float(-(seen @ np.log(chances)) + gap @ precision @ gap / 2)

        best = minimize(loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-6}).x
        np.testing.assert_allclose(fit.middle[row], best, atol=0.05)


def test_seeded_topics_are_what_their_words_say(corpus: fr.Corpus) -> None:
    lists = {"farming": ["harvest", "orchard*", "cattle"], "ships": ["quay", "anchor"]}
    model = fr.structural_topics(corpus, k=3, seeded=lists)
    assert set(model.listed) == {"farming", "ships"}
    for name, word in (("farming", "tractor"), ("ships", "captain")):
        words = model.words[model.words["topic"] == model.listed[name]]
        assert word in set(words["term"].head(20))
    with pytest.raises(fr.FramingError, match="seeded='x' has no word"):
        fr.structural_topics(corpus, k=3, seeded={"x": ["unheard"]})
    with pytest.raises(fr.FramingError, match="3 lists for 2 topics"):
        fr.structural_topics(corpus, k=2, seeded={**lists, "z": ["judge"]})


def test_the_design_has_a_column_a_name_and_leaves_out_what_is_missing() -> None:
    articles = pd.DataFrame(
        {
            "outlet": ["A", "A", "B", "B"],
            "event": ["x", "x", "lone", None],
            "size": [1.0, 3.0, np.nan, 5.0],
            "date": pd.to_datetime(["2024-01-01", "2024-01-05", "2024-02-01", "2024-03-01"]),
        }
    )
    design, names = design_of(articles, ["outlet", "event", "size", "date"])
    assert names[:5] == ["constant", "outlet: A", "outlet: B", "event: x", "size"]
    np.testing.assert_allclose(design[:, 1], [0.5, 0.5, -0.5, -0.5])
    assert design[2, 4] == 0
    assert np.isfinite(design).all()
    assert names[5].startswith("date (spline")
    with pytest.raises(fr.FramingError, match="prevalence='tone' is no column"):
        design_of(articles, ["tone"])


@pytest.mark.parametrize(
    "texts", [[], ["Rain fell on the harbour."], ["...", "!!"], ["Ships sail.", "Ships sink."]]
)
def test_small_corpora(texts: list[str]) -> None:
    frame = pd.DataFrame({"text": texts, "outlet": ["A"] * len(texts)}, dtype="object")
    made = fr.Corpus.from_frame(frame)
    model = fr.structural_topics(made)
    assert model.documents.shape == (len(texts), len(model.labels))
    model.effects(refits=2)
    fr.topic_correlation(model)
    fr.topic_prevalence(model, refits=2, resamples=1)
    for label in model.labels[:1]:
        fr.topic_keyness(model, label)
        fr.topic_sentences(model, label)


def test_topics_takes_the_method(corpus: fr.Corpus) -> None:
    model = fr.topics(corpus, k=3, method="structural")
    assert model.measure.settings["method"] == "structural"
    assert model.measure.settings["prevalence"] == ["outlet", "event", "date"]
