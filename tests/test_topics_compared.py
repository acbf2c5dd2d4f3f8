"""Topics compared: refits, prevalence with its uncertainty, one topic in several outlets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.comparison.topic_words import dealt
from framing.measures.topics.naming import read_labels

THEMES = {
    "sea": "harbour ship quay sailor anchor tide captain deck",
    "law": "judge court appeal verdict lawyer statute hearing ruling",
    "soil": "harvest orchard tractor farmer meadow barley plough cattle",
}
LETTERS = "aeiou"
ODD = {"A": "regime", "B": "government"}  # said on the sea alone


def article(rng: np.random.Generator, shares: np.ndarray, more: list[str]) -> str:
    themes = [
        2 * words.split() + [name + letter + other for letter in LETTERS for other in LETTERS]
        for name, words in THEMES.items()
    ]
    words = [rng.choice(themes[one]) for one in rng.choice(3, size=40, p=shares)] + more
    rng.shuffle(words)
    return ". ".join(" ".join(words[at : at + 12]).capitalize() for at in range(0, 48, 12)) + "."


def planted(seed: int = 0, lean: float = 1.5) -> fr.Corpus:
    """Two outlets on 20 events; A leans to the sea; on the sea it has a word of its own."""
    rng = np.random.default_rng(seed)
    rows = []
    for event in range(20):
        of_event = rng.normal(0, 1.0, 3)
        for outlet in "AB":
            for _ in range(3):
                gap = of_event + rng.normal(0, 1.0, 3) + [lean * (outlet == "A"), 0, 0]
                shares = np.exp(gap) / np.exp(gap).sum()
                more = [ODD[outlet]] * round(8 * shares[0])
                text = article(rng, shares, more)
                rows.append({"outlet": outlet, "event": f"e{event:02}", "text": text})
    frame = pd.DataFrame(rows)
    frame["date"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(len(frame)), "D")
    return fr.Corpus.from_frame(frame)


@pytest.fixture(scope="module")
def corpus() -> fr.Corpus:
    return planted()


@pytest.fixture(scope="module")
def model(corpus: fr.Corpus) -> fr.Topics:
    return fr.topics(corpus, k=3)


def sea(model: fr.Topics) -> int:
    """The topic with the harbour."""
    return int(model._weights[:, list(model._given.terms).index("harbour")].argmax())


def test_clear_topics_survive_refits_in_their_order(model: fr.Topics) -> None:
    core = model.core(refits=4)
    assert core["n_core"].min() >= 7
    assert {"harbour", "ship"} < set(core.loc[sea(model), "core"].split())
    for shares in model.refits(4).shares:
        ours = model.documents.to_numpy()[model._given.rows]
        r = [np.corrcoef(ours[:, one], shares[:, one])[0, 1] for one in range(3)]
        assert min(r) > 0.95
    assert model.refits(4) is model.refits(4)


def test_refits_ask_for_two() -> None:
    small = fr.topics(fr.Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": ["A word."]})))
    with pytest.raises(fr.FramingError, match="refits=1 is not allowed"):
        small.core(refits=1)


def test_prevalence_has_two_intervals_and_the_wider_is_the_models(model: fr.Topics) -> None:
    table = fr.topic_prevalence(model, refits=5, resamples=200)
    plain = fr.compare(model.measure, resamples=200)
    pd.testing.assert_frame_equal(table[plain.columns], plain)
    given = table["conf_high"] - table["conf_low"]
    both = table["conf_high_refits"] - table["conf_low_refits"]
    assert table["model_share"].between(0, 1).all()
    assert (both > 0.7 * given).all()
    assert both.median() > given.median()
    row = table.query(
        "kind == 'contrast' and outlet == 'A' and category == @label",
        local_dict={"label": model.labels[sea(model)]},
    ).iloc[0]
    assert row["conf_low_refits"] > 0
    assert row["q_value"] < 0.05


def test_the_variance_is_that_of_rubin(model: fr.Topics) -> None:
    from scipy.special import stdtrit

    table = fr.topic_prevalence(model, refits=3, resamples=1).query("kind == 'contrast'")
    fits = [
        fr.compare(measure, resamples=1).query("kind == 'contrast'")
        for measure in model.measures(3)
    ]
    one = [fit.iloc[0] for fit in fits]
    errors = [(r["conf_high"] - r["conf_low"]) / 2 / stdtrit(r["df"], 0.975) for r in one]
    within, between = np.mean(np.square(errors)), np.var([r["estimate"] for r in one], ddof=1)
    total = within + between * 4 / 3
    df = total**2 / (within**2 / np.mean([r["df"] for r in one]) + (between * 4 / 3) ** 2 / 2)
    row = table.iloc[0]
    wide = stdtrit(df, 0.975) * np.sqrt(total)
    assert row["conf_high_refits"] == pytest.approx(row["estimate"] + wide)
    assert row["model_share"] == pytest.approx(between * 4 / 3 / total)


def test_words_are_dealt_to_topics_by_their_chances(model: fr.Topics) -> None:
    every = sum(dealt(model, topic).sum() for topic in range(3))
    assert every <= model._given.counts.sum() * (1 + 1e-9)
    assert every >= model._given.counts.sum() * 0.95  # slight chances are left out
    counts = dealt(model, sea(model))
    terms = list(model._given.terms)
    whole = model._given.counts.sum(axis=0)
    assert counts.sum(axis=0)[terms.index("harbour")] == pytest.approx(
        whole[terms.index("harbour")], rel=0.1
    )
    assert counts.sum(axis=0)[terms.index("judge")] < 0.1 * whole[terms.index("judge")]


def test_the_words_of_an_outlet_are_found_inside_the_topic(model: fr.Topics) -> None:
    table = fr.topic_keyness(model, sea(model))
    first = table.groupby("outlet").head(1).set_index("outlet")
    assert first["term"].to_dict() == ODD
    assert (first["p_value"] < 0.05).all()
    common = table.query("outlet == 'A' and term == 'harbour'").iloc[0]
    assert common["q_value"] > 0.01
    with pytest.raises(fr.FramingError, match="topic=7"):
        fr.topic_keyness(model, 7)


def test_the_interval_of_a_word_leaves_out_one_event_in_turn(model: fr.Topics) -> None:
    from framing.comparison.keyness import PRIOR

    topic = sea(model)
    row = fr.topic_keyness(model, topic).query("outlet == 'A' and term == 'harbour'").iloc[0]
    counts = dealt(model, topic).toarray()
    articles = model.measure.articles
    own, event = (articles["outlet"] == "A").to_numpy(), articles["event"].to_numpy()
    term = list(model._given.terms).index("harbour")
    prior = PRIOR * counts[:, term].sum() / counts.sum()

    def log_odds(kept: np.ndarray) -> float:
        y, n = np.zeros(2), np.zeros(2)
        for name in np.unique(event[kept]):
            sides = [counts[kept & (event == name) & side] for side in (own, ~own)]
            words = np.array([side.sum() for side in sides])
            weight = words[::-1] / words.sum()
            y += weight * [side[:, term].sum() for side in sides]
            n += weight * words
        y, n = y + prior / 2, n + PRIOR / 2
        return float(np.log(y[0] / (n[0] - y[0])) - np.log(y[1] / (n[1] - y[1])))

    assert row["log_odds"] == pytest.approx(log_odds(np.ones(len(own), bool)))
    left = np.array([log_odds(event != name) for name in np.unique(event)])
    error = np.sqrt(((left - left.mean()) ** 2).sum() * 19 / 20)
    from scipy.special import stdtrit

    assert row["conf_high"] - row["log_odds"] == pytest.approx(stdtrit(row["df"], 0.975) * error)


def test_sentences_stand_side_by_side(model: fr.Topics, corpus: fr.Corpus) -> None:
    table = fr.topic_sentences(model, sea(model), n=2)
    assert table.groupby(["kind", "outlet"]).size().eq(2).all()
    contrast = table.query("kind == 'contrasting'")
    for outlet, word in ODD.items():
        said = contrast.loc[contrast["outlet"] == outlet, "sentence_text"].str.lower()
        assert said.str.contains(word).all()
    for row in table.itertuples():
        assert row.sentence_text in corpus.articles.at[row.article_id, "text"]
    with pytest.raises(fr.FramingError, match="outlets"):
        fr.topic_sentences(model, 0, outlets=["Nobody"])


def test_correlations_are_those_of_numpy_and_bounded(model: fr.Topics) -> None:
    table = fr.topic_correlation(model)
    r = np.corrcoef(model.documents.to_numpy().T)
    for row in table.itertuples():
        assert row.r == pytest.approx(r[row.topic, row.other])
        assert -1 <= row.conf_low <= row.r <= row.conf_high <= 1
    p = model.documents.mean().to_numpy()
    odds = np.sqrt(p / (1 - p))
    assert table["alone"].iloc[0] == pytest.approx(-odds[0] * odds[1])


def test_labels_are_kept_by_words(model: fr.Topics, corpus: fr.Corpus, tmp_path: Path) -> None:
    page = fr.label_topics(model, tmp_path)
    sheet = tmp_path / "topics.csv"
    table = read_labels(sheet)
    topic = sea(model)
    table.loc[topic, "label"] = "<script>the sea"
    table.sample(frac=1, random_state=1).to_csv(sheet, index=False)
    again = fr.topics(corpus, k=4, seed=2)
    fr.label_topics(again, tmp_path)
    kept = read_labels(sheet)
    assert kept.loc[sea(again), "label"] == "<script>the sea"
    assert (kept["label"] != "").sum() == 1
    for written in [page, *tmp_path.glob("topic-*.html")]:
        assert "<script" not in written.read_text(encoding="utf-8")
    named = again.named(sheet)
    assert named.labels[sea(again)] == "<script>the sea"
    assert named.documents.columns.tolist() == named.labels
    one = named.measure.select("<script>the sea")
    assert one.evidence["value"].sum() == pytest.approx(np.nansum(one.numerators), rel=1e-3)
    (tmp_path / "bad.csv").write_text("words\nsea\n")
    with pytest.raises(fr.FramingError, match="lacks the column 'label'"):
        again.named(tmp_path / "bad.csv")


def test_a_topic_that_is_gone_keeps_its_label_in_the_table(
    model: fr.Topics, tmp_path: Path
) -> None:
    row = pd.DataFrame({"words": ["moon star comet"], "label": ["space"]})
    row.to_csv(tmp_path / "topics.csv", index=False)
    fr.label_topics(model, tmp_path)
    kept = read_labels(tmp_path / "topics.csv")
    assert kept.iloc[-1].tolist() == ["gone", "moon star comet", "space", ""]
    assert model.named(tmp_path / "topics.csv").labels == model.labels


@pytest.mark.parametrize(
    "recipe", ["topic-prevalence", "topic-outlets", "topic-dates", "topic-correlation"]
)
def test_recipes_draw(recipe: str, tmp_path: Path) -> None:
    study = fr.load_study("example", topics={"k": 4, "refits": 2}, resamples=50)
    chart = fr.chart(recipe, study)
    assert len(chart.data)
    chart.save(tmp_path)
    assert (tmp_path / f"{recipe}.svg").stat().st_size > 5000


def test_without_refits_the_chart_is_left_out() -> None:
    from framing.errors import LeftOut

    with pytest.raises(LeftOut, match="refits = 10"):
        fr.chart("topic-prevalence", fr.load_study("example", topics={"k": 4, "refits": 0}))
