"""Classifiers: against scikit-learn, where events give themselves away, over all samples."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

import framing as fr
from framing.classifying.applying import _put_right
from framing.classifying.fitting import fit, folds_of, matched_threshold, pipeline, scores
from framing.classifying.scoring import area
from framing.classifying.training import train_classifier
from framing.errors import FramingError, LeftOut


@pytest.fixture(scope="module")
def corpus():
    return fr.example()


@pytest.fixture(scope="module")
def gold(corpus):
    return fr.Gold.from_labels(corpus.articles["frames"]).select("human_interest")


@pytest.fixture(scope="module")
def classifier(corpus, gold):
    return train_classifier(corpus, gold)


def drawn(n_events=12, n_outlets=3, seed=0, of_event=True, sentences=1):
    """Articles of words drawn at random; the word "blame" stands where the code is given, or,
    with `of_event`, only the event's own words tell: all its articles have the code or none."""
    rng = np.random.default_rng(seed)
    rows, codes = [], []
    for event, outlet in itertools.product(range(n_events), range(n_outlets)):
        given = []
        text = []
        for _ in range(sentences):
            code = event % 2 if of_event else int(rng.random() < 0.5)
            words = [f"w{'abcdefgh'[n]}" for n in rng.integers(8, size=12)]
            words += [f"event{'abcdefghijklmnop'[event]}"] * 6 if of_event else []
            words += ["blame"] * (2 * code * (not of_event))
            text.append(" ".join(words).capitalize() + ".")
            given.append(code)
        rows.append({"article_id": f"{event:02}-{outlet}", "outlet": f"o{outlet}",
                     "event": f"e{event:02}", "text": " ".join(text)})  # fmt: skip
        codes.append(given)
    return fr.Corpus.from_frame(pd.DataFrame(rows)), np.array(codes)


def table(corpus, codes):
    return pd.DataFrame({"article_id": corpus.articles.index, "strife": codes[:, 0]})


def test_scores_are_those_of_the_pipeline():
    rng = np.random.default_rng(0)
    from scipy.sparse import csr_array

    counts = csr_array(rng.poisson(0.7, (40, 30)))
    counts.indices, counts.indptr = (
        one.astype(np.int32) for one in (counts.indices, counts.indptr)
    )
    code = rng.integers(0, 2, 40)
    fitted = pipeline().fit(counts, code)
    tfidf, model = (step for _, step in fitted.steps)
    mine = scores(counts, tfidf.idf_, model.coef_[0], model.intercept_[0])
    assert mine == pytest.approx(fitted.decision_function(counts))
    two = scores(
        counts, np.column_stack([tfidf.idf_] * 2), np.column_stack([model.coef_[0]] * 2), [0, 1]
    )
    assert two[:, 1] - two[:, 0] == pytest.approx(1)


def test_areas_are_those_of_scikit_learn():
    rng = np.random.default_rng(1)
    value, code = rng.integers(0, 6, 80).astype(float), rng.random(80) < 0.4
    weight = rng.uniform(0.5, 3, 80)
    one = np.zeros(80, dtype=int)
    expected = roc_auc_score(code, value, sample_weight=weight)
    assert area(value, code, one, weight) == pytest.approx(expected)
    # Pairs across folds do not count: both folds rank their own right, and not each other's.
    value, code = np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, True, False, True])
    assert area(value, code, np.array([0, 0, 1, 1]), np.ones(4)) == 1
    assert area(value, code, np.zeros(4, dtype=int), np.ones(4)) == 0.75
    assert np.isnan(area(value, np.ones(4, dtype=bool), np.zeros(4, dtype=int), np.ones(4)))


def test_thresholds_give_as_many_hits_as_codes():
    rng = np.random.default_rng(2)
    value, code = rng.random(50), (rng.random(50) < 0.3).astype(float)
    assert (value > matched_threshold(value, code, np.ones(50))).sum() == code.sum()
    assert np.isnan(matched_threshold(np.ones(5), np.ones(5), np.ones(5)))
    weight = np.array([1.0, 1, 1, 5])
    assert matched_threshold(np.array([4.0, 3, 2, 1]), np.array([0, 0, 0, 1]), weight) == 1.5


def test_folds_hold_whole_events_out():
    rng = np.random.default_rng(3)
    event = rng.integers(0, 9, 60)
    code = (rng.random(60) < 0.4).astype(int)
    seen = np.zeros(60, dtype=int)
    for learnt, held in folds_of(code, event):
        assert not set(event[learnt]) & set(event[held])
        seen[held] += 1
    assert (seen == 1).all()
    assert list(folds_of(np.zeros(6, dtype=int), np.arange(6))) == []


def test_an_events_own_words_are_of_no_use():
    """Codes go with whole events, so that an article held out alone would be known at once."""
    corpus, codes = drawn(of_event=True)
    made = train_classifier(corpus, table(corpus, codes))
    assert not [word for word in made.terms if word.startswith("event")]
    score = made.scores().iloc[0]
    assert score["auc"] < 0.75
    assert score["n_events"] == 12


def test_what_is_told_by_a_word_is_learnt():
    corpus, codes = drawn(of_event=False)
    made = train_classifier(corpus, table(corpus, codes))
    assert made.words(1).iloc[0]["word"] == "blame"
    score = made.scores().iloc[0]
    assert score["precision"] > 0.9
    assert score["auc_within"] > 0.9
    held = made.held_out
    assert held.groupby("event")["fold"].nunique().eq(1).all()
    calibration = made.calibration()
    assert calibration["n_units"].sum() == len(held)
    assert calibration["probability"].is_monotonic_increasing


def test_the_order_of_rows_changes_nothing(corpus, gold, classifier):
    turned = fr.Corpus.from_frame(corpus.articles[::-1].reset_index())
    shuffled = gold.codes.sample(frac=1, random_state=0)
    codes = shuffled.assign(article_id=gold.units["article_id"].reindex(shuffled.index))
    again = train_classifier(turned, codes)
    pd.testing.assert_frame_equal(again.held_out, classifier.held_out)
    assert again.weights == pytest.approx(classifier.weights)


def test_scores_that_are_no_better_than_chance_give_one_probability():
    rng = np.random.default_rng(5)
    from scipy.sparse import csr_array

    counts = csr_array(np.ones((30, 3), dtype=np.int64))
    code = np.tile([0, 1], 15)
    model = fit(counts, code, rng.permutation(np.arange(30) // 3), np.ones(30))
    assert model.probability(counts) == pytest.approx(0.5)


def test_saved_and_read_it_is_the_same(classifier, corpus, tmp_path):
    folder = classifier.save(tmp_path / "made")
    again = fr.read_classifier(folder)
    assert repr(again) == repr(classifier) == "Classifier(human_interest; 72 coded articles)"
    pd.testing.assert_frame_equal(again.held_out, classifier.held_out)
    before, after = fr.classify(corpus, classifier), fr.classify(corpus, again)
    assert (before.numerators == after.numerators).all()
    card = (folder / "card.md").read_text(encoding="utf-8")
    assert "| human interest | 72 | 15 | 0.50 |" in card
    text = corpus.articles["text"].iloc[0]
    for file in folder.iterdir():
        assert text[:60].encode() not in file.read_bytes()


def test_damaged_files_are_refused(classifier, tmp_path):
    folder = classifier.save(tmp_path / "made")
    about = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
    weights = (folder / "weights.npz").read_bytes()

    def refused(match):
        with pytest.raises(FramingError, match=match):
            fr.read_classifier(folder)

    np.savez(folder / "weights.npz", **{name: np.array([None]) for name in ("idf", "weights")})
    refused("damaged")  # what only pickle could read
    (folder / "weights.npz").write_bytes(weights[:200])
    refused("damaged")
    (folder / "weights.npz").write_bytes(weights)
    (folder / "classifier.json").write_text(json.dumps(about | {"terms": ["one"]}))
    refused("idf is float64")
    (folder / "classifier.json").write_text(json.dumps(about | {"form": "other"}))
    refused("form")
    (folder / "classifier.json").unlink()
    refused("cannot be read")


def test_coded_articles_are_classified_as_when_held_out(corpus, classifier):
    measure = fr.classify(corpus, classifier)
    held = classifier.held_out.set_index("article_id")["predicted"]
    given = pd.Series(measure.numerators[:, 0], measure.articles.index)
    assert (given == held.reindex(given.index)).all()
    evidence = measure.evidence.groupby("article_id")["value"].sum()
    assert (evidence.reindex(given.index).fillna(0) == given).all()


def test_where_all_is_coded_the_estimates_are_the_codes(corpus, gold, classifier):
    levels = fr.compare(fr.estimate_codes(corpus, classifier), interval="none", resamples=1)
    codes = fr.compare(fr.codes_measure(gold, corpus), interval="none", resamples=1)
    assert levels["estimate"].to_numpy() == pytest.approx(codes["estimate"].to_numpy())


def test_estimates_are_right_on_average_over_all_samples():
    code, p = np.array([1.0, 0, 0, 1, 1, 0, 0]), np.array([0.1, 0.8, 0.3, 0.4, 0.9, 0.2, 0.2])
    sums = []
    for chosen in itertools.combinations(range(7), 3):
        known = np.where(np.isin(np.arange(7), chosen), 1.0, np.nan)
        sums.append(_put_right(p, code * known, known).sum())
    assert np.mean(sums) == pytest.approx(code.sum())
    assert np.isnan(_put_right(p, np.where(p > 0.8, code, np.nan), np.ones(7))).all()  # one code


def test_estimates_weigh_codes_by_what_they_stand_for():
    code, weight = np.array([1.0, 0, np.nan, np.nan]), np.array([3.0, 1, np.nan, np.nan])
    made = _put_right(np.full(4, 0.5), code, weight)
    assert made.sum() == pytest.approx(4 * (0.5 + 0.75 * 0.5 - 0.25 * 0.5))


def test_an_outlet_without_codes_has_no_estimate(corpus, gold):
    some = corpus.articles.index[corpus.articles["outlet"] != "Daily Clarion"]
    made = train_classifier(corpus, gold.of_articles(some))
    estimate = fr.estimate_codes(corpus, made)
    there = ~np.isnan(estimate.numerators[:, 0])
    assert (there == estimate.articles.index.isin(some)).all()
    with pytest.raises(FramingError, match="none of the coded units"):
        fr.estimate_codes(corpus.filter(outlet="Daily Clarion"), made)


def test_errors_go_into_the_correction(corpus, classifier):
    audit = classifier.audit()
    held = classifier.held_out
    row = audit.iloc[0]
    assert row["n_true"] == held["code"].sum()
    assert row["n_found"] == ((held["code"] == 1) & (held["predicted"] == 1)).sum()
    assert row["n_rejected"] == ((held["code"] == 0) & (held["predicted"] == 0)).sum()
    found = fr.correct_misclassification(fr.classify(corpus, classifier), audit)
    assert found["audit_share"].dropna().between(0, 1).all()
    assert set(classifier.audit("outlet")["outlet"]) == set(corpus.articles["outlet"])


@pytest.mark.parametrize("unit", ["sentence", "paragraph"])
def test_sentences_and_paragraphs_are_units(unit):
    corpus, codes = drawn(of_event=False, sentences=3)
    if unit == "paragraph":
        frame = corpus.articles.reset_index()
        corpus = fr.Corpus.from_frame(frame.assign(text=frame["text"].str.replace(". ", ".\n\n")))
    coding = fr.sample_units(corpus, n=1000, unit=unit)
    number = coding.key.groupby("article_id")["char_start"].rank().astype(int) - 1
    place = corpus.articles.index.get_indexer(coding.key["article_id"])
    frame = coding.key[["article_id", "sentence", "n_sentences", "char_start", "char_end"]]
    frame = frame.assign(strife=codes[place, number])
    gold = fr.Gold.from_frame(frame, ["strife"], unit)
    made = train_classifier(corpus, gold)
    assert len(made.held_out) == 108
    assert made.scores()["precision"].iloc[0] > 0.9
    measure = fr.classify(corpus, made)
    assert (measure.denominators == 3).all()
    sums = pd.Series(fr.estimate_codes(corpus, made).numerators.sum(), ["strife"])
    assert sums["strife"] == pytest.approx(codes.sum())
    evidence = measure.evidence
    assert evidence["value"].sum() == measure.numerators.sum()
    text = corpus.articles.loc[evidence["article_id"].iloc[0], "text"]
    assert text[evidence["char_start"].iloc[0] :].startswith(("W", "B"))


def test_too_little_is_said():
    corpus, codes = drawn(n_events=2)
    with pytest.raises(FramingError, match="strife: 3 units with it from 1 events"):
        train_classifier(corpus, table(corpus, codes))
    with pytest.raises(LeftOut, match="no category"):
        fr.learning_curve(corpus, table(corpus, codes))
    rated = table(corpus, codes).assign(strife=np.arange(6))
    with pytest.raises(FramingError, match="not yes and no"):
        train_classifier(corpus, rated)
    with pytest.raises(FramingError, match="not in the corpus"):
        train_classifier(corpus, pd.DataFrame({"article_id": ["x"], "strife": [1]}))
    twice = pd.concat([table(corpus, codes)] * 2)
    with pytest.raises(FramingError, match="twice"):
        train_classifier(corpus, twice)


def test_without_events_articles_are_held_out():
    corpus, codes = drawn(of_event=False)
    plain = fr.Corpus.from_frame(corpus.articles.reset_index().drop(columns="event"))
    made = train_classifier(plain, table(plain, codes))
    assert made.settings["n_events"] == 36
    estimate = fr.estimate_codes(plain, made)
    assert fr.compare(estimate, within=None, resamples=99)["estimate"].notna().all()


def test_a_learning_curve_rises_with_what_is_learnt(corpus, gold):
    curve = fr.learning_curve(corpus, gold)
    assert curve["share"].tolist() == [0.25, 0.5, 0.75, 1.0]
    assert curve["n_units"].is_monotonic_increasing
    assert curve["auc"].iloc[-1] > curve["auc"].iloc[0]
    pd.testing.assert_frame_equal(curve, fr.learning_curve(corpus, gold))


def test_trained_on_the_command_line(corpus, gold, tmp_path):
    from typer.testing import CliRunner

    from framing.cli import app

    gold.save(tmp_path / "gold.csv")
    out = tmp_path / "made"
    said = ["code", "train", "example", str(out), "--gold", str(tmp_path / "gold.csv")]
    told = CliRunner().invoke(app, said)
    assert told.exit_code == 0, told.output
    assert "human_interest" in told.output
    estimates = pd.read_csv(out / "estimates.csv")
    assert estimates["outlet"].nunique() == 6
    assert fr.read_classifier(out).categories == ("human_interest",)
    again = CliRunner().invoke(app, said)
    assert again.exit_code == 2
    assert "is there already" in again.output
