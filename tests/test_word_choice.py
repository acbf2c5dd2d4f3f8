"""Word choice: rival names for one thing, as shares of all names used."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingError, LeftOut
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.measures.word_choice import contested_sets
from framing.measures.word_sets import word_sets

ARMED = {
    "armed men": {"fighter": ["fighter*"], "terrorist": ["terrorist*"], "gunman": ["gunm?n"]},
}
PLACES = {"places": ["settlement*", "colony", "neighbourhood"]}


def corpus_of(*texts: str, **columns: object) -> fr.Corpus:
    outlets = [f"{chr(65 + number % 2)}" for number in range(len(texts))]
    frame = pd.DataFrame({"outlet": outlets, "article_id": [f"a{n}" for n in range(len(texts))]})
    return fr.Corpus.from_frame(frame.assign(text=list(texts), **columns))


def rows(measure: Measure) -> dict[str, list[list[float]]]:
    """For each article numerators and denominators."""
    return {
        name: [numerators.tolist(), denominators.tolist()]
        for name, numerators, denominators in zip(
            measure.articles.index, measure.numerators, measure.denominators, strict=True
        )
    }


def test_hand_counted() -> None:
    corpus = corpus_of(
        "Fighters took the town. A gunman fled; the fighters stayed.",
        "Terrorists took the town, and terrorists fled.",
        "Nobody came.",
    )
    measure = fr.word_choice(corpus, ARMED)
    assert measure.categories == ("fighter", "terrorist", "gunman")
    assert (measure.kind, measure.unit) == ("share", "share of the names used")
    assert rows(measure) == {
        "a0": [[2, 0, 1], [3, 3, 3]],
        "a1": [[0, 2, 0], [2, 2, 2]],
        "a2": [[0, 0, 0], [0, 0, 0]],
    }
    amounts = fr.word_choice(corpus, ARMED, of="words")
    assert (amounts.kind, amounts.unit) == ("count", "hits per word")
    assert rows(amounts)["a0"] == [[2, 0, 1], [10, 10, 10]]
    assert rows(amounts)["a2"] == [[0, 0, 0], [2, 2, 2]]


def test_voices_are_kept_apart() -> None:
    corpus = corpus_of(
        "The fighters fled at dawn. “The terrorists fled at dawn,” the mayor said to us.",
        "A mark was “lost in this one. The fighters fled at dawn. And so on.",
    )
    own, quoted = (fr.word_choice(corpus, ARMED, voice) for voice in ("own", "quoted"))
    assert rows(own)["a0"] == [[1, 0, 0], [1, 1, 1]]
    assert rows(quoted)["a0"] == [[0, 1, 0], [1, 1, 1]]
    assert not corpus_reliable(corpus)[1]
    assert np.isnan(own.numerators[1]).all()
    assert np.isnan(own.denominators[1]).all()
    assert rows(fr.word_choice(corpus, ARMED))["a0"] == [[1, 1, 0], [2, 2, 2]]


def corpus_reliable(corpus: fr.Corpus) -> list[bool]:
    return fr.tokenize(corpus).articles["quotes_reliable"].tolist()


def test_the_longest_name_counts_once() -> None:
    sets = {"people": {"immigrant": ["immigrant*"], "illegal": ["illegal immigrant*"]}}
    measure = fr.word_choice(corpus_of("An illegal immigrant met an immigrant."), sets)
    assert rows(measure)["a0"] == [[1, 1], [2, 2]]


def test_exceptions_and_subjects() -> None:
    sets = {
        "settlements": {
            "names": {"settlement": ["settlement*"], "colony": ["colony"]},
            "about": ["west bank"],
            "except": ["peace settlement"],
        }
    }
    corpus = corpus_of(
        "A settlement in the West Bank. A peace settlement is far.",
        "A settlement in Ohio, a colony of ants.",
    )
    assert rows(fr.word_choice(corpus, sets)) == {"a0": [[1, 0], [1, 1]], "a1": [[0, 0], [0, 0]]}


def test_sets_do_not_affect_one_another() -> None:
    corpus = corpus_of("Fighters left the settlement. The colony was quiet, as were terrorists.")
    both = fr.word_choice(corpus, {**ARMED, **PLACES})
    assert both.categories == (
        "fighter", "terrorist", "gunman", "settlement*", "colony", "neighbourhood",
    )  # fmt: skip
    assert rows(both)["a0"] == [[1, 1, 0, 1, 1, 0], [2, 2, 2, 2, 2, 2]]
    for sets in (ARMED, PLACES):
        alone = fr.word_choice(corpus, sets)
        selected = both.select(alone.categories)
        assert rows(alone) == rows(selected)
    assert both.settings["sets"]["places"] == ["settlement*", "colony", "neighbourhood"]


def test_sets_as_lists() -> None:
    measure = fr.word_choice(corpus_of("A colony."), [["settlement", "colony"], ["war", "peace"]])
    assert measure.settings["sets"] == {
        "settlement / colony": ["settlement", "colony"],
        "war / peace": ["war", "peace"],
    }
    assert rows(measure)["a0"] == [[0, 1, 0, 0], [1, 1, 0, 0]]


def test_a_name_in_two_sets_is_called_by_both() -> None:
    sets = {"one": ["war", "conflict"], "two": ["war", "invasion"]}
    measure = fr.word_choice(corpus_of("War is an invasion."), sets)
    assert measure.categories == ("one/war", "conflict", "two/war", "invasion")
    assert rows(measure)["a0"] == [[1, 0, 1, 1], [1, 1, 2, 2]]


@pytest.mark.parametrize("of", ["names", "words"])
@pytest.mark.parametrize("voice", ["all", "own", "quoted"])
def test_evidence_and_sentences_add_up(example: fr.Corpus, voice: str, of: str) -> None:
    sets = {"office": ["minister*", "ministry", "government"], "work": ["worker*", "staff"]}
    for field in ("text", "title"):
        tokens = fr.tokenize(example, field=field)
        measure = fr.word_choice(tokens, sets, voice, of=of)
        evidence = measure.evidence
        assert list(evidence.columns) == EVIDENCE_COLUMNS
        found = evidence.pivot_table(
            index="article_id", columns="category", values="value", aggfunc="sum", fill_value=0
        ).reindex(index=measure.articles.index, columns=list(measure.categories), fill_value=0)
        counted = ~np.isnan(measure.numerators)
        assert (found.to_numpy()[counted] == measure.numerators[counted]).all()
        assert found.to_numpy().sum() == np.nansum(measure.numerators)
        for row in evidence.itertuples():
            hit = tokens.text_of(row.article_id)[row.char_start : row.char_end].lower()
            assert hit.startswith(row.category.rstrip("*"))
            assert hit in tokens.sentence_text(row.article_id, row.sentence).lower()
        sentences = measure.sentence_sums()
        assert list(sentences.columns) == SENTENCE_COLUMNS
        summed = sentences.groupby(["article_id", "category"])[["numerator", "denominator"]].sum()
        sums = measure.sums.set_index(["article_id", "category"])[["numerator", "denominator"]]
        pd.testing.assert_frame_equal(
            summed.reindex(sums.index, fill_value=0.0), sums, check_names=False
        )


words = st.sampled_from("fighter fighters terrorist gunman the and a fled . ,".split())


@given(st.lists(st.lists(words, min_size=1, max_size=20).map(" ".join), min_size=1, max_size=6))
def test_a_slow_plain_count_agrees(texts: list[str]) -> None:
    measure = fr.word_choice(corpus_of(*texts), ARMED)
    for text, numerators, denominators in zip(
        texts, measure.numerators, measure.denominators, strict=True
    ):
        found = [
            len(re.findall(rf"\b{name}\b", text)) for name in ("fighters?", "terrorist", "gunman")
        ]
        assert numerators.tolist() == found
        assert denominators.tolist() == [sum(found)] * 3


def test_order_and_weights_of_articles() -> None:
    texts = ["Fighters.", "Terrorists and fighters.", "A gunman."]
    measure = fr.word_choice(corpus_of(*texts, weight=[2.0, 1.0, 1.0]), ARMED)
    assert rows(measure.weighted())["a0"] == [[2, 0, 0], [2, 2, 2]]
    turned = fr.word_choice(corpus_of(*texts).filter(article_id=["a2", "a0"]), ARMED)
    for name, both in rows(turned).items():
        assert both == rows(measure)[name]


# --- intervals, and what is compared ------------------------------------------------------------


def paired_corpus(n_events: int, own: str, other: str) -> fr.Corpus:
    """Two outlets on each event, two articles each; A writes `own` and B `other`."""
    texts, events = [], []
    for number in range(n_events):
        for _ in range(2):
            texts += [
                f"The {own} fled, and the fighter fled.",
                f"The {other} fled; a fighter fled.",
            ]
            events += [f"e{number}"] * 2
    return corpus_of(*texts, event=events)


def test_a_difference_is_found() -> None:
    corpus = paired_corpus(8, "terrorist", "gunman")
    table = fr.compare(fr.word_choice(corpus, ARMED), reference="B")
    row = table.set_index(["kind", "outlet", "category"]).loc[("contrast", "A", "terrorist")]
    assert row["estimate"] == pytest.approx(0.5)
    assert row["scale"] == "difference"
    assert row["q_value"] < 0.05
    same = table.set_index(["kind", "outlet", "category"]).loc[("contrast", "A", "fighter")]
    assert same["estimate"] == 0
    assert not same["p_value"] < 0.05


@pytest.mark.parametrize(("n_events", "given"), [(5, True), (4, False)])
def test_an_interval_needs_ten_articles_of_five_events(n_events: int, given: bool) -> None:
    texts, events = [], []
    for number in range(n_events):
        for again in range(3):
            name = "terrorist" if again < number % 3 else "gunman"
            texts += [f"The {name} fled, and a fighter.", "The fighter, the terrorist, the gunman."]
            events += [f"e{number}"] * 2
    table = fr.compare(fr.word_choice(corpus_of(*texts, event=events), ARMED))
    level = table[(table["kind"] == "level") & (table["outlet"] == "A")]
    level = level.set_index("category").loc["terrorist"]
    assert level["n_articles"] == 3 * n_events
    assert np.isfinite(level["conf_low"]) == given
    assert ("5 needed" in level["note"]) != given


def test_articles_without_a_name_are_no_support() -> None:
    corpus = corpus_of("Fighters.", "Terrorists.", *["Nothing."] * 20)
    table = fr.compare(fr.word_choice(corpus, ARMED), within=None)
    level = table[(table["kind"] == "level") & (table["outlet"] == "A")].iloc[0]
    assert (level["n_articles"], level["denominator"]) == (1, 1)
    assert np.isnan(level["conf_low"])
    assert "10 needed" in level["note"]


def test_planted_and_not(study: fr.Study) -> None:
    """The example's sets: names of offices were not planted, and nobody but the outlet of officials
    writes them more often."""
    amounts = study.compare(study.word_choice("all", of="words"), scale="ratio")
    found = amounts[(amounts["kind"] == "contrast") & (amounts["q_value"] < 0.05)]
    offices = study.word_choice().settings["sets"]["those in office"]
    assert set(found[found["category"].isin(offices)]["outlet"]) <= {"National Standard"}
    assert (found[found["category"] == "ministry"]["estimate"] > 1).all()
    assert "National Standard" in set(found["outlet"])


# --- edges --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "corpus",
    [
        corpus_of(),
        corpus_of(""),
        corpus_of("... !? --"),
        corpus_of("戦闘員と記者", "Боевики ушли."),
        fr.Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": ["Fighters."]})),
    ],
    ids=["none", "empty", "marks", "scripts", "one"],
)
def test_small_and_strange_corpora(corpus: fr.Corpus) -> None:
    for of in ("names", "words"):
        measure = fr.word_choice(corpus, ARMED, of=of)
        assert measure.numerators.shape == (len(corpus), 3)
        assert list(measure.evidence.columns) == EVIDENCE_COLUMNS
        assert list(measure.sentence_sums().columns) == SENTENCE_COLUMNS
        table = fr.compare(measure)
        levels = table[table["kind"] == "level"]
        assert levels["estimate"].isna().equals(levels["denominator"] == 0)


@pytest.mark.parametrize(
    ("sets", "message"),
    [
        ("nonsense", "sets='nonsense' is not known"),
        ({}, "sets is empty"),
        ({"one": ["alone"]}, "has 1 names; a choice needs at least two"),
        ({"one": {"a": ["x"], "b": ["x"]}}, "the pattern 'x' for 'a' and for 'b'"),
        ({"one": {"a": [], "b": ["x"]}}, "'a' of the set 'one' has no patterns"),
        ({"one": {"names": ["a", "b"], "abut": []}}, "key of the set 'one'='abut' is not known"),
        ({"one": "a, b"}, "the set 'one' is 'a, b'; give a list of patterns"),
        ([{"one": ["a", "b"]}, {"one": ["c", "d"]}], "sets has 'one' twice"),
        (7, "sets=7 is not a name"),
        ("there-is-none.yaml", "cannot be read"),
        (pd.DataFrame({"set": ["a"]}), "sets lacks the column 'name'"),
    ],
)
def test_errors_say_what_is_allowed(sets: object, message: str) -> None:
    with pytest.raises(FramingError, match=re.escape(message)):
        fr.word_choice(corpus_of("A text."), sets)


def test_other_arguments() -> None:
    with pytest.raises(FramingError, match="voice='mine'"):
        fr.word_choice(corpus_of("A text."), ARMED, "mine")
    with pytest.raises(FramingError, match="of='articles'"):
        fr.word_choice(corpus_of("A text."), ARMED, of="articles")


# --- sets from files, and those that come with the package ---------------------------------------


def test_sets_from_files(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "language: en\nsets:\n  armed men:\n    definition: Men with guns.\n    about: [town]\n"
        "    names:\n      fighter: [fighter*]\n      no: [no one]\n",
        encoding="utf-8",
    )
    (tmp_path / "plain.yaml").write_text("places: [settlement*, colony]\n", encoding="utf-8")
    (tmp_path / "table.csv").write_text(
        "set,name,patterns\narmed men,fighter,fighter; fighters\narmed men,gunman,gunm?n\n",
        encoding="utf-8",
    )
    own = fr.load_word_sets(tmp_path / "own.yaml")["armed men"]
    assert own.names == {"fighter": ("fighter*",), "no": ("no one",)}
    assert own.about == ("town",)
    assert list(fr.load_word_sets(tmp_path / "plain.yaml")["places"].names) == [
        "settlement*",
        "colony",
    ]
    table = fr.load_word_sets(tmp_path / "table.csv")["armed men"]
    assert table.names == {"fighter": ("fighter", "fighters"), "gunman": ("gunm?n",)}
    corpus = corpus_of("Fighters and gunmen in a town.")
    both = fr.word_choice(corpus, [tmp_path / "table.csv", PLACES])
    assert rows(both)["a0"][0] == [1, 1, 0, 0, 0]
    for name, text in {
        "a.yaml": "sets: [a]\nb",
        "b.yaml": "- a",
        "c.csv": "x\n",
        "d.txt": "",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(FramingError, match=re.escape(name)):
            fr.load_word_sets(tmp_path / name)


def test_the_hash_is_of_what_decides() -> None:
    one = word_sets({"s": {"a": ["x"], "b": ["y"]}}).settings()["sets_hash"]
    assert one == word_sets({"s": {"a": ["x"], "b": ["y"]}}).settings()["sets_hash"]
    assert one != word_sets({"s": {"a": ["x"], "b": ["z"]}}).settings()["sets_hash"]


def test_shipped_sets() -> None:
    listed = fr.list_word_sets()
    assert len(listed) >= 12
    assert listed["set"].is_unique
    assert (listed["language"] == "en").all()
    for name, one in fr.load_word_sets().items():
        assert one.name == name
        assert one.definition.endswith("."), name
        assert one.source, name
        assert len(one.names) >= 2
        for patterns in (*one.names.values(), one.about, one.exceptions):
            for pattern in patterns:
                assert pattern == pattern.strip()
                assert pattern.startswith("=") or pattern == pattern.lower(), (name, pattern)
    with pytest.raises(FramingError, match="sets='climates' is not known"):
        fr.load_word_sets("climates")


@pytest.mark.parametrize("name", list(fr.load_word_sets()))
def test_each_shipped_name_can_be_found(name: str) -> None:
    """A text of every name's first pattern finds each name, whatever overlaps with it."""
    one = fr.load_word_sets(name)[name]
    about = one.about[0].replace("*", "").removeprefix("=") if one.about else ""
    texts = [
        f"{patterns[0].removeprefix('=').replace('?', 'e').replace('*', '').strip()} , {about}."
        for patterns in one.names.values()
    ]
    corpus = fr.Corpus.from_frame(pd.DataFrame({"outlet": "A", "text": texts}))
    measure = fr.word_choice(corpus, name)
    assert (np.diag(measure.numerators) == 1).all(), dict(
        zip(texts, measure.numerators, strict=True)
    )


# --- the study and its chart ---------------------------------------------------------------------


def test_contested_sets() -> None:
    sets = {"even": ["one", "two"], "lopsided": ["three", "four"], "rare": ["five", "six"]}
    texts = ["One. Two. Three."] * 14 + ["Five. Six. Four."] * 6
    measure = fr.word_choice(corpus_of(*texts), sets)
    assert contested_sets(measure, 4) == ["even", "lopsided"]
    assert contested_sets(measure, 1) == ["even"]


def test_the_recipe(study: fr.Study) -> None:
    chart = fr.chart("word-choice", study)
    data = chart.data
    assert {"set", "name", "quoted", "uses", "amount", "estimate", "q_value"} <= set(data.columns)
    assert list(dict.fromkeys(data["set"])) == ["those in office", "quarrels"]
    assert (data.groupby("set")["name"].nunique() <= 4).all()
    levels = data.dropna(subset=["estimate"])
    assert levels["estimate"].between(0, 1).all()
    behind = chart.evidence(outlet="National Standard", category="ministry")
    row = data[(data["outlet"] == "National Standard") & (data["category"] == "ministry")].iloc[0]
    assert behind["value"].sum() == row["numerator"]
    assert chart.provenance["word_choice"]["sets"]["quarrels"][0] == "dispute"
    ax = chart.draw()
    panels = [panel for panel in ax.child_axes if panel.axison]
    assert len(panels) == data.groupby("set")["name"].nunique().sum()
    assert all(panel.get_xlim() == (0, 100) for panel in panels)


def test_a_study_without_names_leaves_the_chart_out(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"outlet": ["A", "B"], "text": ["The rain fell hard.", "It was dry here."]}
    )
    frame.to_csv(tmp_path / "news.csv", index=False)
    with pytest.raises(LeftOut, match="under \\[word_choice\\]"):
        fr.chart("word-choice", fr.load_study(tmp_path / "news.csv"))
    given = fr.load_study(tmp_path / "news.csv", word_choice={"sets": {"weather": ["rain", "sun"]}})
    assert len(fr.chart("word-choice", given).data) == 2
    dry = fr.load_study(tmp_path / "news.csv", word_choice={"sets": {"weather": ["hail", "sun"]}})
    chart = fr.chart("word-choice", dry)
    assert chart.data.empty
    chart.draw()


def test_sets_beside_the_study(tmp_path: Path) -> None:
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["The rain fell hard.", "It was the sun."]})
    frame.to_csv(tmp_path / "news.csv", index=False)
    (tmp_path / "weather.yaml").write_text("weather: [rain, sun]\n", encoding="utf-8")
    (tmp_path / "study.toml").write_text(
        'corpus = "news.csv"\n[word_choice]\nsets = ["weather.yaml", "climate"]\n', encoding="utf-8"
    )
    measure = fr.load_study(tmp_path).word_choice()
    assert list(measure.settings["sets"]) == ["weather", "climate"]


# --- real articles -------------------------------------------------------------------------------


def test_known_house_styles(news2017: fr.Corpus) -> None:
    """What these outlets call the group is set in their style guides."""
    table = fr.compare(fr.word_choice(news2017, "Islamic State"), within=None, interval="none")
    levels = table[table["kind"] == "level"].set_index(["outlet", "category"])["estimate"]
    assert levels["Al Jazeera", "ISIL"] > 0.7
    assert levels["CNN", "ISIS"] > 0.7
    assert levels["BBC", "so-called Islamic State"] > levels["CNN", "so-called Islamic State"]
    assert levels["BBC", "ISIL"] == 0
