"""Audits: the sample, the marks, the rates, the files, and what follows in comparisons."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from nltk.metrics.agreement import AnnotationTask
from typer.testing import CliRunner

import framing as fr
from framing.auditing.alpha import alpha
from framing.auditing.drawing import even_shares
from framing.auditing.marks import read_mark
from framing.auditing.rates import Rate, wilson
from framing.cli import app
from framing.comparison.audits import cautions_of
from framing.study import load_study

ROOT = Path(__file__).resolve().parent.parent
TERMS = ["sensational", "doubt", "hedges"]


@pytest.fixture(scope="module")
def terms(example: fr.Corpus) -> fr.Measure:
    return fr.loaded_terms(example).select(TERMS)


@pytest.fixture(scope="module")
def sample(terms: fr.Measure) -> fr.Audit:
    return fr.audit(terms, n=60, by="outlet", sentences=30)


def truth(audit: fr.Audit, wrong: str = "Daily Clarion") -> list[str]:
    """Marks by a rule: all hits of one outlet wrong, two misses in every tenth sentence."""
    marks = []
    for number, task in enumerate(audit.key.itertuples()):
        if task.task == "hit":
            marks.append("n" if task.group == wrong else "y")
        else:
            marks.append("doubt 2" if number % 10 == 0 else "0")
    return marks


def test_every_hit_drawn_is_a_hit(sample: fr.Audit, terms: fr.Measure) -> None:
    hits = sample.key[sample.key["task"] == "hit"]
    place = ["article_id", "category", "char_start", "char_end"]
    evidence = pd.MultiIndex.from_frame(terms.evidence[place])
    assert pd.MultiIndex.from_frame(hits[place]).isin(evidence).all()
    assert len(hits) == 60
    assert not hits.duplicated(place).any()
    tokens = terms.tokens
    for row in hits.itertuples():
        word = tokens.text_of(row.article_id)[row.char_start : row.char_end]
        assert f"⟦{word}⟧" in row.text


def test_sentences_are_of_both_strata(sample: fr.Audit, terms: fr.Measure) -> None:
    rows = sample.key[sample.key["task"] == "sentence"]
    assert rows["stratum"].value_counts().to_dict() == {"none": 20, "hit": 10}
    struck = pd.MultiIndex.from_frame(terms.evidence[["article_id", "sentence"]])
    here = pd.MultiIndex.from_frame(rows[["article_id", "sentence"]])
    assert (here.isin(struck) == (rows["stratum"] == "hit")).all()
    assert (rows["text"].str.contains("⟦") == (rows["stratum"] == "hit")).all()
    for row in rows.itertuples():
        sentence = " ".join(terms.tokens.sentence_text(row.article_id, row.sentence).split())
        shown = row.text.replace("⟦", "").replace("⟧", "")
        assert f"» {sentence} «" in shown


def test_those_who_mark_do_not_see_the_outlet(sample: fr.Audit, tmp_path: Path) -> None:
    sheet, key = sample.save(tmp_path / "audit.csv")
    table = pd.read_csv(sheet, encoding="utf-8-sig")
    assert table.columns.tolist() == ["number", "task", "question", "text", "mark", "note"]
    assert "article_id" in key.read_text(encoding="utf-8")
    # No cell of a text begins a formula.
    assert not table["text"].str.match(r"[=+\-@\t]").any()


def test_what_the_tasks_stand_for_adds_up(example: fr.Corpus, terms: fr.Measure) -> None:
    totals = terms.evidence["category"].value_counts()
    sums = []
    for seed in range(40):
        key = fr.audit(terms, n=12, sentences=0, seed=seed).key
        sums.append(key.groupby("category")["stands_for"].sum().reindex(TERMS, fill_value=0))
    mean = pd.concat(sums, axis=1).mean(axis=1)
    error = pd.concat(sums, axis=1).sem(axis=1)
    assert ((mean - totals.reindex(TERMS)).abs() < 4 * error + 1e-9).all()


@pytest.mark.parametrize(
    ("sizes", "n", "wanted"),
    [
        ([2, 10, 30], 12, [2, 5, 5]),
        ([1, 1, 8], 5, [1, 1, 3]),
        ([3, 3], 9, [3, 3]),
        ([5, 5], 1, [0.5, 0.5]),
    ],
)
def test_even_shares_by_hand(sizes: list[int], n: int, wanted: list[float]) -> None:
    assert even_shares(np.array(sizes), n).tolist() == wanted


def test_all_hits_where_there_are_fewer(terms: fr.Measure) -> None:
    every = fr.audit(terms.select(["sensational"]), n=10_000, sentences=0)
    assert len(every.key) == len(terms.select(["sensational"]).evidence)
    assert (every.key["stands_for"] == 1).all()


def test_the_order_of_the_articles_does_not_matter(example: fr.Corpus) -> None:
    articles = example.articles.iloc[::-1]
    turned = fr.Corpus.from_frame(articles.reset_index())
    one, other = (fr.audit(fr.loaded_terms(c).select(TERMS), n=20) for c in (example, turned))
    pd.testing.assert_frame_equal(one.key, other.key)
    assert not one.key.equals(fr.audit(fr.loaded_terms(example).select(TERMS), n=20, seed=1).key)


def test_rates_by_hand(sample: fr.Audit) -> None:
    marked = sample.marked(truth(sample))
    rates = marked.rates().set_index(["category", "group"])
    key = sample.key
    for name in TERMS:
        assert rates.loc[(name, "Daily Clarion"), "precision"] == 0
        others = rates.loc[name].drop(index=["all", "Daily Clarion"])["precision"].dropna()
        assert len(others) > 1
        assert (others == 1).all()
        hits = key[(key["task"] == "hit") & (key["category"] == name)]
        right = hits.loc[hits["group"] != "Daily Clarion", "stands_for"].sum()
        got = rates.loc[(name, "all"), "precision"]
        assert got == pytest.approx(right / hits["stands_for"].sum())
    # Recall: right hits over right hits and missed ones.
    whole = rates.loc[("doubt", "all")]
    sentences = key[key["task"] == "sentence"]
    missed = np.array([2 * (number % 10 == 0) for number in sentences.index])
    rate = np.average(missed, weights=sentences["stands_for"])
    strata = sample.strata
    n_sentences = strata.loc[strata["task"] == "sentence", "total"].sum()
    there = whole["n_hits"] * whole["precision"]
    assert whole["recall"] == pytest.approx(there / (there + rate * n_sentences))
    assert whole["recall_low"] < whole["recall"] < whole["recall_high"]
    assert rates.loc[("hedges", "all"), "recall"] == 1
    assert rates.loc[("hedges", "all"), "recall_low"] < 1
    assert (
        len(marked.mistakes()) == (key.loc[key["task"] == "hit", "group"] == "Daily Clarion").sum()
    )
    assert marked.missed()["n_missed"].sum() == missed.sum()


def test_wilson_is_that_of_statsmodels() -> None:
    from statsmodels.stats.proportion import proportion_confint

    for right, n in ((0, 7), (3, 9), (20, 20), (41, 77)):
        expected = proportion_confint(right, n, method="wilson")
        assert wilson(Rate(right / n, n, n)) == pytest.approx(expected)


def test_alpha_is_that_of_nltk() -> None:
    random = np.random.default_rng(3)
    codes = random.integers(0, 2, size=(40, 3)).astype(float)
    codes[:25, 1] = codes[:25, 0]
    triples = [(coder, unit, codes[unit, coder]) for unit in range(40) for coder in range(3)]
    assert alpha(codes) == pytest.approx(AnnotationTask(triples).alpha())
    assert np.isnan(alpha(np.ones((5, 2))))
    assert np.isnan(alpha(np.ones((0, 2))))


def test_two_who_marked(sample: fr.Audit) -> None:
    marks = truth(sample)
    first = sample.marked(marks)
    assert first.agreement(first)["agreement"].eq(1).all()
    turned = marks.copy()
    turned[0] = "n" if marks[0] == "y" else "y"
    turned[1] = "?"
    found = first.agreement(sample.marked(turned)).set_index("category")
    assert found.loc["all", "n_both"] == 59
    assert found.loc["all", "agreement"] == pytest.approx(58 / 59)
    with pytest.raises(fr.FramingError, match="not of the same sample"):
        first.agreement(fr.audit(fr.loaded_terms(fr.example()), n=60))


def test_saved_and_read_again(sample: fr.Audit, tmp_path: Path) -> None:
    marked = sample.marked(truth(sample))
    marked.save(tmp_path / "audit.csv")
    again = fr.read_audit(tmp_path / "audit.csv")
    pd.testing.assert_frame_equal(again.rates(), marked.rates())
    pd.testing.assert_frame_equal(again.key, marked.key)
    # Rows may be sorted, left out, and written by a spreadsheet.
    table = pd.read_csv(tmp_path / "audit.csv", encoding="utf-8-sig").iloc[::-1].iloc[:-1]
    table.to_csv(tmp_path / "audit.csv", index=False)
    assert fr.read_audit(tmp_path / "audit.csv").marks.tolist() == ["", *marked.marks[1:]]


def test_broken_files_are_told(sample: fr.Audit, tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    with pytest.raises(fr.FramingError, match="cannot be read"):
        fr.read_audit(path)
    with pytest.raises(fr.FramingError, match="does not end in"):
        sample.save(tmp_path / "audit.xlsx")
    sample.save(path)
    table = pd.read_csv(path, encoding="utf-8-sig")
    table.drop(columns="mark").to_csv(path, index=False)
    with pytest.raises(fr.FramingError, match="lacks the column 'mark'"):
        fr.read_audit(path)
    table.assign(number=1).to_csv(path, index=False)
    with pytest.raises(fr.FramingError, match="each task's number once"):
        fr.read_audit(path)
    table.assign(mark="maybe").to_csv(path, index=False)
    with pytest.raises(fr.FramingError, match="task 1 is marked 'maybe'"):
        fr.read_audit(path)
    path.with_suffix(".key.json").write_text(json.dumps([]), encoding="utf-8")
    with pytest.raises(fr.FramingError, match="damaged"):
        fr.read_audit(path)


@pytest.mark.parametrize(
    ("written", "task", "right", "missed"),
    [
        ("Y", "hit", 1.0, None),
        ("false", "hit", 0.0, None),
        ("1", "hit", 1.0, None),
        ("0", "sentence", np.nan, {}),
        ("none", "sentence", np.nan, {}),
        ("doubt", "sentence", np.nan, {"doubt": 1}),
        ("Doubt x2; violent actors", "sentence", np.nan, {"doubt": 2, "violent_actors": 1}),
        ("", "hit", np.nan, None),
        ("?", "hit", np.nan, None),
    ],
)
def test_marks(written: str, task: str, right: float, missed: dict[str, int] | None) -> None:
    mark = read_mark(written, task, ["doubt", "violent_actors"], 1)
    assert mark.missed == missed
    assert np.array_equal([mark.right], [right], equal_nan=True)


def test_marks_of_one_category_are_numbers() -> None:
    assert read_mark("2", "sentence", ["doubt"], 1).missed == {"doubt": 2}
    assert read_mark("y", "sentence", ["doubt"], 1).missed == {"doubt": 1}
    with pytest.raises(fr.FramingError, match="give 0, or the categories"):
        read_mark("2", "sentence", ["doubt", "alarm"], 1)


def test_wrong_marks_are_told(sample: fr.Audit) -> None:
    with pytest.raises(fr.FramingError, match="1 entries for 90 tasks"):
        sample.marked(["y"])
    with pytest.raises(fr.FramingError, match="names task 91"):
        sample.marked({91: "y"})


def test_what_cannot_be_audited(example: fr.Corpus, terms: fr.Measure) -> None:
    with pytest.raises(fr.FramingError, match="is of scores"):
        fr.audit(fr.sentiment(example))
    sums = terms.sums
    plain = fr.Measure.from_sums(sums, terms.articles, name="codes", unit="per word", kind="count")
    with pytest.raises(fr.FramingError, match="no exact evidence"):
        fr.audit(plain)
    with pytest.raises(fr.FramingError, match="n=0 is not allowed"):
        fr.audit(terms, n=0)
    with pytest.raises(fr.FramingError, match="definitions='alarm' is not known"):
        fr.audit(terms, definitions={"alarm": "x"})


def test_nothing_to_draw() -> None:
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["?!", ""]})
    measure = fr.loaded_terms(fr.Corpus.from_frame(frame)).select(["doubt"])
    empty = fr.audit(measure)
    assert len(empty.tasks) == 0
    assert empty.rates().query("category == 'doubt'")["precision"].isna().all()
    none = fr.audit(fr.loaded_terms(fr.Corpus.from_frame(frame.iloc[:0])).select(["doubt"]))
    assert len(none.tasks) == 0


def test_headlines_can_be_audited(example: fr.Corpus) -> None:
    titles = fr.tokenize(example, field="title")
    sample = fr.audit(fr.loaded_terms(titles), n=10, sentences=4)
    assert set(sample.key["field"]) == {"title"}


def test_weights_do_not_count_twice(example: fr.Corpus) -> None:
    articles = example.articles.assign(weight=0.5)
    measure = fr.loaded_terms(fr.Corpus.from_frame(articles.reset_index())).select(TERMS)
    half = fr.audit(measure.weighted(), n=30)
    full = fr.audit(measure, n=30)
    assert half.key["text"].tolist() == full.key["text"].tolist()


# --- in comparisons ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def marked(terms: fr.Measure) -> fr.Audit:
    drawn = fr.audit(terms, n=240, sentences=60)
    return drawn.marked(truth(drawn))


def test_compare_warns_of_an_outlet_whose_hits_are_wrong(
    terms: fr.Measure, marked: fr.Audit
) -> None:
    table = fr.compare(terms, audit=marked, resamples=20)
    warned = table[table["note"].str.contains("its precision")]
    worst = warned[warned["outlet"] == "Daily Clarion"]
    assert {"sensational", "hedges"} <= set(worst["category"])
    assert set(worst["kind"]) == {"level", "contrast"}
    assert worst["note"].str.contains(r"its precision \(0\.00 of \d+\) is unlike").all()
    right = marked.marked(["y" if task == "hit" else "0" for task in marked.key["task"]])
    assert not fr.compare(terms, audit=right, resamples=20)["note"].str.contains("precision").any()
    plain = fr.compare(terms, resamples=20)
    columns = [name for name in plain if name != "note"]
    pd.testing.assert_frame_equal(table[columns], plain[columns])
    same = fr.compare(terms, audit=marked.checked(), resamples=20)
    pd.testing.assert_frame_equal(same, table)
    assert cautions_of(marked.table(by=None), "outlet") == {}


def test_corrected_counts_are_right_and_missed_ones(terms: fr.Measure, marked: fr.Audit) -> None:
    """What is corrected for both errors is the right hits and the missed ones together."""
    table = marked.table(by=None)
    found = fr.correct_misclassification(terms, table)
    level = found[(found["kind"] == "level") & (found["category"] == "doubt")]
    row = table.set_index("category").loc["doubt"]
    gain = row["n_right"] / row["n_hits"] + row["missed"]
    np.testing.assert_allclose(level["estimate"] / level["uncorrected"], gain)
    rates = marked.rates().set_index(["category", "group"]).loc[("doubt", "all")]
    assert gain == pytest.approx(rates["precision"] / rates["recall"])
    assert (level["audit_share"].dropna() > 0).all()
    plain = fr.correct_misclassification(terms, marked.table(by=None, recall=False))
    plain = plain[(plain["kind"] == "level") & (plain["category"] == "doubt")]
    np.testing.assert_allclose(plain["estimate"] / plain["uncorrected"], rates["precision"])


def test_a_group_without_hits_needs_no_audit(terms: fr.Measure) -> None:
    drawn = fr.audit(terms.select(["sensational"]), n=500, sentences=0)
    table = drawn.marked(["y"] * len(drawn.key)).table()
    there = set(terms.select(["sensational"]).evidence["article_id"].map(terms.articles["outlet"]))
    assert set(table["outlet"]) == there
    found = fr.correct_misclassification(terms.select(["sensational"]), table)
    level = found[found["kind"] == "level"]
    np.testing.assert_allclose(level["estimate"], level["uncorrected"])


def test_a_study_reads_its_audits(terms: fr.Measure, example: fr.Corpus, tmp_path: Path) -> None:
    example.save(tmp_path / "articles.csv")
    (tmp_path / "study.toml").write_text(
        'corpus = "articles.csv"\n[audit]\nfiles = ["hits.csv"]\n[loaded_terms]\nvoice = "all"\n'
    )
    study = load_study(tmp_path, resamples=20)
    drawn = fr.audit(study.loaded_terms().select(TERMS), n=240, sentences=0)
    drawn.marked(truth(drawn)).save(tmp_path / "hits.csv")
    notes = study.compare(study.loaded_terms())["note"]
    assert notes.str.contains("its precision").any()
    chart = fr.chart("audit", study)
    assert "Daily Clarion in sensational" in chart.caption
    assert chart._repr_png_()


def test_without_an_audit_there_is_no_chart(study: fr.Study) -> None:
    bare = load_study(study, audit={"files": []})
    with pytest.raises(fr.FramingError, match="names no audit"):
        fr.chart("audit", bare)


def test_the_commands(tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    draw = ["audit", "draw", str(ROOT / "corpus" / "example"), str(path), "--category", "doubt"]
    done = CliRunner().invoke(app, [*draw, "--n", "6"])
    assert done.exit_code == 0, done.output
    assert "audit.key.json" in done.output.replace("\n", "")
    again = CliRunner().invoke(app, draw)
    assert again.exit_code == 2
    assert "is there already" in again.output.replace("\n", " ")
    told = CliRunner().invoke(app, ["audit", "report", str(path), "--cells"])
    assert told.exit_code == 0
    assert "6 hits and 3 sentences, 0 of 9 marked" in told.output
    example = CliRunner().invoke(app, ["audit", "report", str(ROOT / "corpus/example/audit.csv")])
    assert "144 of 144 marked" in example.output


def test_the_examples_audit_is_of_its_articles(study: fr.Study) -> None:
    (audit,) = study.audits.values()
    for row in audit.key[audit.key["task"] == "hit"].itertuples():
        word = study.tokens.text_of(row.article_id)[row.char_start : row.char_end]
        assert f"⟦{word}⟧" in row.text


# --- in a notebook -------------------------------------------------------------------------------


def test_marking_goes_on_where_it_stopped(terms: fr.Measure, tmp_path: Path) -> None:
    pytest.importorskip("ipywidgets")
    path = tmp_path / "audit.csv"
    fr.audit(terms, n=3, sentences=2).save(path)
    first = fr.mark_audit(path)
    first.mark("y")
    first.mark("maybe")
    assert "give y or n" in first.said.value
    assert first.number == 2
    again = fr.mark_audit(path)
    assert again.number == 2
    again.note.value = "a note"
    again.mark("n")
    again.go(4)
    assert again._of_hits.layout.display == "none"
    again.mark("doubt, hedges 2")
    read = fr.read_audit(path)
    assert read.marks.tolist() == ["y", "n", "", "doubt, hedges 2", ""]
    assert read.notes.tolist() == ["", "a note", "", "", ""]
    assert "application/vnd.jupyter.widget-view+json" in again._repr_mimebundle_()


def test_nothing_in_a_text_acts_as_html(tmp_path: Path) -> None:
    pytest.importorskip("ipywidgets")
    frame = pd.DataFrame({"outlet": ["A"], "text": ["<script>alert(1)</script> a so-called plan."]})
    measure = fr.loaded_terms(fr.Corpus.from_frame(frame)).select(["doubt"])
    fr.audit(measure).save(tmp_path / "audit.csv")
    shown = fr.mark_audit(tmp_path / "audit.csv").text.value
    assert "<script>" not in shown
    assert "<mark>so-called</mark>" in shown
