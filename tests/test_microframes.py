"""Word vectors of the corpus, axes between poles, microframes and what stands behind them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.measures.ppmi import ppmi, projected
from framing.measures.vectors import contexts

CALM = "quiet calm mild gentle soft tender".split()
WILD = "storm rough harsh fierce loud brutal".split()
CALM_NEAR = [f"meadow{n}x" for n in range(20)]
WILD_NEAR = [f"gale{n}x" for n in range(20)]
AXIS = {"wild-calm": {"wild": WILD, "calm": CALM}}
PLAIN = [f"thing{n}x" for n in range(60)]


def sentence(rng: np.random.Generator, pole: list[str], near: list[str]) -> str:
    words = [*rng.choice(pole, 2), *rng.choice(near, 4), *rng.choice(PLAIN, 4)]
    return " ".join(rng.permutation(words)).capitalize() + "."


def planted(n_events: int = 15, n_outlets: int = 4, lean: float = 0.2, seed: int = 0) -> fr.Corpus:
    """Outlets write of the same events; the first is told calmly more often, by `lean`."""
    rng = np.random.default_rng(seed)
    rows = []
    for event in range(n_events):
        base = rng.uniform(0.3, 0.6)
        for outlet in range(n_outlets):
            chance = base + lean * (outlet == 0)
            sides = [(CALM, CALM_NEAR) if rng.random() < chance else (WILD, WILD_NEAR)
                     for _ in range(20)]  # fmt: skip
            text = " ".join(sentence(rng, *side) for side in sides)
            rows.append({"outlet": "ABCDEFGH"[outlet], "event": f"e{event}", "text": text})
    return fr.Corpus.from_frame(pd.DataFrame(rows))


@pytest.fixture(scope="module")
def corpus() -> fr.Corpus:
    return planted()


def test_contexts_by_hand() -> None:
    text = "Alpha beta gamma delta. Beta alpha 7 gamma."
    corpus = fr.Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    found = contexts(fr.tokenize(corpus), window=2, min_count=1)
    table = pd.DataFrame(found.near[0].toarray(), found.words, found.words)
    # Distance 1 counts 1, distance 2 a half; the number and the full stop are passed over.
    assert table.loc["alpha", "beta"] == 2
    assert table.loc["alpha", "gamma"] == 0.5 + 1
    assert table.loc["beta", "gamma"] == 1 + 0.5
    assert table.loc["beta", "delta"] == 0.5
    assert table.loc["alpha", "delta"] == 0
    assert (table.to_numpy() == table.to_numpy().T).all()


def test_ppmi_is_the_textbook_formula() -> None:
    from scipy.sparse import csr_array

    counts = np.array([[8.0, 2.0, 0.0], [1.0, 5.0, 4.0], [0.0, 1.0, 9.0]])
    smoothed = counts.sum(axis=0) ** 0.75
    smoothed /= smoothed.sum()
    expected = np.zeros((3, 3))
    for row in range(3):
        for column in range(3):
            if counts[row, column]:
                share = counts[row, column] / counts[row].sum()
                expected[row, column] = max(0.0, np.log(share / smoothed[column]))
    np.testing.assert_allclose(ppmi(csr_array(counts)).toarray(), expected)


def test_projection_is_that_of_numpy() -> None:
    from scipy.sparse import csr_array

    rng = np.random.default_rng(0)
    weights = rng.random((30, 20)) @ np.diag(0.5 ** np.arange(20))
    placed = projected(csr_array(weights), 4)
    left, scale, _ = np.linalg.svd(weights)
    exact = left[:, :4] * np.sqrt(scale[:4])
    exact /= np.linalg.norm(exact, axis=1, keepdims=True)
    np.testing.assert_allclose(placed @ placed.T, exact @ exact.T, atol=0.02)


def test_like_words_lie_together(corpus: fr.Corpus) -> None:
    vectors = fr.word_vectors(corpus)
    assert set(vectors.nearest("quiet", 5)["word"]) <= {*CALM, *CALM_NEAR}
    assert set(vectors.nearest("STORM", 5)["word"]) <= {*WILD, *WILD_NEAR}
    np.testing.assert_allclose(np.linalg.norm(vectors.vectors, axis=1), 1)
    assert fr.word_vectors(corpus) is vectors


def test_names_are_told_by_their_capitals() -> None:
    text = "The envoy met Tarnow today. An envoy said Tarnow fell. Tarnow knew the envoy well."
    corpus = fr.Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    vectors = fr.word_vectors(corpus, min_count=2)
    assert dict(zip(vectors.words, vectors.is_name, strict=True)) == {
        "envoy": False,
        "tarnow": True,
    }
    german = "Der Mann sah das Haus und die Stadt. Ein Mann mit Haus kam in die Stadt."
    corpus = fr.Corpus.from_frame(
        pd.DataFrame({"outlet": ["A"], "text": [german], "language": ["de"]})
    )
    assert not fr.word_vectors(corpus, min_count=2).is_name.any()


def test_numerators_by_hand(corpus: fr.Corpus) -> None:
    """A slow second way: word by word from the vectors."""
    vectors = fr.word_vectors(corpus)
    measure = fr.microframes(corpus, AXIS)
    place = {word: row for row, word in enumerate(vectors.words)}

    def pole(words: list[str]) -> np.ndarray:
        mean = np.mean([vectors.vectors[place[word]] for word in words], axis=0)
        return mean / np.linalg.norm(mean)

    axis = pole(CALM) - pole(WILD)
    axis /= np.linalg.norm(axis)
    article = corpus.articles.index[3]
    words = corpus.articles.loc[article, "text"].lower().replace(".", " ").split()
    scores = [vectors.vectors[place[word]] @ axis for word in words if word in place]
    row = corpus.articles.index.get_loc(article)
    assert measure.numerators[row, 0] == pytest.approx(sum(scores))
    assert measure.denominators[row, 0] == len(scores)
    intensity = fr.microframes(corpus, AXIS, of="intensity")
    baseline = measure.settings["baseline"]["wild-calm"]
    assert intensity.numerators[row, 0] == pytest.approx(sum((s - baseline) ** 2 for s in scores))


@pytest.mark.parametrize("voice", ["all", "own", "quoted"])
@pytest.mark.parametrize("of", ["position", "intensity"])
def test_evidence_and_sentences_add_up(voice: str, of: str) -> None:
    corpus = fr.example()
    axes = {
        "workers-company": {"workers": ["drivers", "union"], "company": ["company"]},
        "people-power": {"people": ["families", "residents"], "power": ["government"]},
    }
    measure = fr.microframes(corpus, axes, voice=voice, of=of)
    evidence = measure.evidence.groupby(["article_id", "category"])["value"].sum()
    sums = measure.sums.set_index(["article_id", "category"])["numerator"]
    np.testing.assert_allclose(evidence.reindex(sums.index, fill_value=0), sums, atol=1e-9)
    sentences = measure.sentence_sums().groupby(["article_id", "category"])["numerator"].sum()
    np.testing.assert_allclose(sentences.reindex(sums.index, fill_value=0), sums, atol=1e-9)


def test_planted_lean_is_found_and_nothing_else(corpus: fr.Corpus) -> None:
    table = fr.compare(fr.microframes(corpus, AXIS))
    contrasts = table[table["kind"] == "contrast"].set_index("outlet")
    assert contrasts.loc["A", "estimate"] > 0
    assert contrasts.loc["A", "q_value"] < 0.05
    null = planted(lean=0.0, seed=5)
    table = fr.compare(fr.microframes(null, AXIS))
    assert not (table["q_value"] < 0.05).any()


def test_poles_turned_round_turn_the_sign(corpus: fr.Corpus) -> None:
    turned = {"calm-wild": {"calm": CALM, "wild": WILD}}
    one, other = fr.microframes(corpus, AXIS), fr.microframes(corpus, turned)
    np.testing.assert_allclose(one.numerators, -other.numerators)


def test_the_check_tells_large_from_small(corpus: fr.Corpus) -> None:
    good = fr.axis_check(corpus, AXIS).iloc[0]
    assert good["usable"]
    assert good["placed"] == 1
    assert good["stability"] > 0.8
    rng = np.random.default_rng(0)
    noise = [" ".join(rng.choice([*CALM, *WILD, *PLAIN], 200)) + "." for _ in range(40)]
    frame = pd.DataFrame({"outlet": ["A", "B"] * 20, "text": noise})
    bad = fr.axis_check(fr.Corpus.from_frame(frame), AXIS).iloc[0]
    assert not bad["usable"]
    assert bad["stability"] < 0.5
    mixed = {"mixed": {"one": [*CALM[:3], *WILD[:3]], "two": [*CALM[3:], *WILD[3:]]}}
    assert fr.axis_check(corpus, mixed).iloc[0]["note"] != ""


def test_shifts_add_up_to_the_comparison(corpus: fr.Corpus) -> None:
    table = fr.compare(fr.microframes(corpus, AXIS), interval="none")
    due = table[table["kind"] == "contrast"].set_index("outlet")["estimate"]
    words = fr.microframe_words(corpus, AXIS, n=10_000)
    np.testing.assert_allclose(words.groupby("outlet")["shift"].sum(), due.sort_index())
    np.testing.assert_allclose(
        words.drop_duplicates("outlet").set_index("outlet")["difference"], due.sort_index()
    )
    first = fr.microframe_words(corpus, AXIS, n=8).query("outlet == 'A' and shift > 0")["word"]
    assert set(first) <= {*CALM, *CALM_NEAR, *WILD, *WILD_NEAR}


def test_null_by_hand() -> None:
    """Two articles on one event: the null takes either, half of the time."""
    articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["A", "B"], "event": ["e", "e"]})
    sums = pd.DataFrame(
        {"article_id": ["a", "b"], "category": "x", "numerator": [1.0, 3.0], "denominator": 1.0}
    )
    measure = fr.Measure.from_sums(sums, articles, name="m", unit="u", kind="score")
    null = fr.microframe_null(measure, resamples=2000).set_index("outlet")
    assert null["null"].to_list() == pytest.approx([2, 2], abs=0.1)
    assert null["estimate"].to_list() == [1, 3]
    assert null["p_value"].isna().all()


def test_null_is_calibrated_and_finds_the_planted(corpus: fr.Corpus) -> None:
    found = fr.microframe_null(fr.microframes(corpus, AXIS), resamples=400).set_index("outlet")
    assert found.loc["A", "q_value"] < 0.05
    assert found.loc["A", "effect"] > 0
    low = []
    for seed in range(12):
        null = fr.microframes(planted(n_events=10, lean=0.0, seed=10 + seed), AXIS)
        low += (fr.microframe_null(null, resamples=199)["p_value"] < 0.05).tolist()
    assert np.mean(low) < 0.15


def test_axes_of_all_forms(tmp_path: Path) -> None:
    listed = fr.list_axes()
    assert listed["axis"].is_unique
    assert (listed[["definition", "source"]] != "").all(axis=None)
    for axis in fr.load_axes().values():
        assert axis.name == f"{axis.minus}-{axis.plus}"
    file = tmp_path / "mine.yaml"
    file.write_text("wild-calm: {wild: [storm], calm: [Quiet, quiet]}\n", encoding="utf-8")
    (axis,) = fr.load_axes(file).values()
    assert (axis.minus, axis.plus_words) == ("wild", ("quiet",))


@pytest.mark.parametrize(
    ("axes", "said"),
    [
        ("no-such", "is not known"),
        ({}, "axes is empty"),
        (3, "not a name"),
        ({"a": {"x": ["one"]}}, "a mapping of two"),
        ({"a": {"x": ["one"], "y": []}}, "has no words"),
        ({"a": {"x": ["one"], "y": ["t*"]}}, "without wildcards"),
        ({"a": {"x": ["one"], "y": ["one"]}}, "at both poles"),
        ({"a": {"x": "one", "y": ["two"]}}, "give a list of words"),
        ({"a": {"x": ["unheard-of"], "y": ["quiet"]}}, "no word with a vector"),
        ("mine.csv", "give .yaml"),
        ("none.yaml", "cannot be read"),
    ],
)
def test_errors_say_what_is_wrong(axes: object, said: str, corpus: fr.Corpus) -> None:
    with pytest.raises(fr.FramingError, match=said):
        fr.microframes(corpus, axes)


@pytest.mark.parametrize("texts", [[], ["..."], ["Rain."], ["Rain fell.", "Διαφορά γλώσσα", "!"]])
def test_any_corpus(texts: list[str]) -> None:
    corpus = fr.Corpus.from_frame(pd.DataFrame({"outlet": ["A"] * len(texts), "text": texts}))
    assert not fr.axis_check(corpus)["usable"].any()
    assert len(fr.word_vectors(corpus)) == 0
    with pytest.raises(fr.FramingError, match="too small"):
        fr.microframes(corpus)


def test_vectors_of_another_corpus(corpus: fr.Corpus) -> None:
    other = planted(n_events=2, seed=9)
    measure = fr.microframes(other, AXIS, fr.word_vectors(corpus))
    assert np.isfinite(measure.numerators).all()
    words = fr.microframe_words(other, AXIS, fr.word_vectors(corpus), n=3)
    assert len(words) == 3 * 4


def test_order_of_articles_changes_nothing(corpus: fr.Corpus) -> None:
    turned = fr.Corpus.from_frame(corpus.articles.iloc[::-1].reset_index())
    one = fr.microframes(corpus, AXIS)
    other = fr.microframes(turned, AXIS)
    ids = one.articles.index
    np.testing.assert_allclose(one.numerators, other.restrict(ids).numerators, rtol=1e-6, atol=1e-8)


def test_charts(tmp_path: Path, corpus: fr.Corpus) -> None:
    corpus.articles.reset_index().to_csv(tmp_path / "news.csv", index=False)
    words = ", ".join(f'"{word}"' for word in WILD), ", ".join(f'"{word}"' for word in CALM)
    (tmp_path / "study.toml").write_text(
        'corpus = "news.csv"\n[copies]\ncounting = "keep"\n'
        f"[microframes.axes.wild-calm]\nwild = [{words[0]}]\ncalm = [{words[1]}]\n"
    )
    study = fr.load_study(tmp_path, resamples=50)
    check = fr.chart("axis-check", study)
    assert check.data["usable"].all()
    assert "1 of 1 axis " in check.title
    check.draw()
    chart = fr.chart("microframes", study)
    chart.draw()
    evidence = chart.evidence(outlet="A")
    level = chart.data.set_index("outlet").loc["A"]
    assert evidence["value"].sum() == pytest.approx(level["numerator"])
    small = fr.load_study(tmp_path, microframes={"axes": {"x": {"a": ["nil"], "b": ["nul"]}}})
    empty = fr.chart("microframes", small)
    assert empty.data.empty
    assert "too small" in empty.title
    with pytest.raises(fr.FramingError, match="no axis passes"):
        small.microframes()


@pytest.mark.external
def test_vectors_of_news_know_good_from_bad(news2017: fr.Corpus) -> None:
    """Scores on the axis from bad to good go with VADER's valences, which played no part."""
    from importlib.resources import files

    from framing.measures.microframes import axis_scores

    vectors = fr.word_vectors(news2017)
    axis = fr.load_axes("bad-good")["bad-good"]
    scores = pd.Series(axis_scores(vectors, [axis])[:, 0], index=vectors.words)
    lines = (files("vaderSentiment") / "vader_lexicon.txt").read_text(encoding="utf-8").splitlines()
    valence = pd.Series({line.split("\t")[0]: float(line.split("\t")[1]) for line in lines})
    both = pd.concat([scores, valence], axis=1, join="inner").drop(
        index=[*axis.plus_words, *axis.minus_words], errors="ignore"
    )
    assert len(both) > 1_000
    assert both.corr().iloc[0, 1] > 0.5
