"""Whose words are quoted: kinds of speakers, groups of one's own, verbs, and how much."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing as fr
from framing.lexicon import load_lexicon
from framing.lexicon.matching import words_of
from framing.measures._groups import Grouping
from framing.measures._kinds import KINDS, UNATTRIBUTED, UNCLEAR, Kinds
from framing.measures._speech import speech_of
from framing.measures.measure import Measure
from framing.readers import example_folder
from framing.tokens import make_chunk

KEY = tomllib.loads((example_folder() / "key.toml").read_text(encoding="utf-8"))
PLANTED = {one["outlet"]: one["category"] for one in KEY["planted"] if one["measure"] == "sourcing"}


def corpus_of(*texts: str, **columns: list[str]) -> fr.Corpus:
    outlets = columns.pop("outlet", ["A"] * len(texts))
    ids = [f"a{number}" for number in range(len(texts))]
    frame = pd.DataFrame({"article_id": ids, "outlet": outlets, "text": texts, **columns})
    return fr.Corpus.from_frame(frame)


def counted(measure: Measure) -> dict[str, float]:
    """The first article's numerators above 0."""
    sums = measure.sums[measure.sums["article_id"] == measure.articles.index[0]]
    return {row.category: row.numerator for row in sums.itertuples() if row.numerator}


def kind_of(name: str, text: str) -> str:
    return Kinds(make_chunk(["a"], [text])).of_name(name.split(), 0).kind


def phrase_kind(phrase: str) -> str:
    """The kind of a speaker without a name."""
    chunk = make_chunk(["a"], [f"{phrase} said that it would rain."])
    n_words = len(make_chunk(["a"], [phrase]).ids)
    return Kinds(chunk).of_phrase((0, n_words)).kind


# --- what an article says of a speaker -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("Gerard Tansley", "The transport minister, Gerard Tansley, said so.", "official"),
        ("Tansley", "Transport Minister Gerard Tansley came. Tansley spoke.", "official"),
        ("Simon Harris", "Minister for Health Simon Harris spoke.", "official"),
        ("Rex Tillerson", "US Secretary of State Rex Tillerson left.", "official"),
        ("Devin Nunes", "Rep. Devin Nunes (R-Calif.) spoke.", "official"),
        ("Dov Castellan", "Inspector Dov Castellan of the railway police spoke.", "official"),
        ("Jens Kolbe", "A spokesman for the ministry, Jens Kolbe, spoke.", "official"),
        ("Lu Kang", "Foreign ministry's spokesman Lu Kang spoke.", "official"),
        ("Donald Trump", "Trump’s visit. President Donald Trump left.", "official"),
        ("Hedda Rowe", "Sergeant Hedda Rowe, a spokeswoman, spoke.", "military"),
        ("John Dorrian", "Coalition spokesman Colonel John Dorrian spoke.", "military"),
        ("Saskia Thorne", "Saskia Thorne, a marine biologist at the institute, spoke.", "expert"),
        ("Ivo Lanning", "Ivo Lanning, who is a professor of law, spoke.", "expert"),
        ("Wu", "“Yes,” said Wu Jinglian, an economist. Wu left.", "expert"),
        ("Kinshchak", "Ambassador to Syria Alexander Kinshchak spoke.", "official"),
        ("Ruth Amberley", "Ruth Amberley, a nurse at the military hospital, spoke.", "ordinary"),
        ("Leo Carrick", "Leo Carrick, 20, was walking.", "ordinary"),
        ("Joseph Lanyon", "Joseph Lanyon, who is 58, spoke.", "ordinary"),
        ("Mirek Salt", "Mirek Salt, who cleans offices, spoke.", "ordinary"),
        ("Ada Penney", "Ada Penney, a florist, spoke.", "ordinary"),
        ("Nina Sayle", "Nina Sayle was angry. Sayle is a driver.", "ordinary"),
        ("Melania Trump", "The president's wife Melania Trump spoke.", "ordinary"),
        ("Sam Tolliver", "Sam Tolliver, the union’s general secretary, spoke.", "organisation"),
        ("Jonah Tresk", "Jonah Tresk, one of the two board members, spoke.", "organisation"),
        ("Beatrix Lowe", "Beatrix Lowe, chief operating officer, spoke.", "organisation"),
        ("Amnesty International", "Amnesty International spoke.", "organisation"),
        ("Governors Association", "The Prison Governors Association spoke.", "organisation"),
        ("Serena Hill", "The tennis player Serena Hill spoke.", "celebrity"),
        ("Ceren Kenar", "Turkish journalist Ceren Kenar spoke.", "media"),
        ("Reuters", "The agency Reuters reported it.", "media"),
        ("Germany", "Germany said no.", "official"),
        ("Donald Trump", "The singer Melania Trump met President Trump.", "official"),
        ("Dmitry Peskov", "President Putin’s spokesman, Dmitry Peskov, spoke.", "official"),
        ("Bill de Blasio", "New York mayor Bill de Blasio spoke.", "official"),
        ("Reince Priebus", "Reince Priebus, the source said, would leave.", UNCLEAR),
        ("Ali Velayati", "In an interview with Al Jazeera, Ali Velayati, 71, spoke.", "ordinary"),
        ("Muhammed Akar", "Residents Muhammed Akar and others spoke.", UNCLEAR),
        ("Julie Bishop", "Julie Bishop spoke.", UNCLEAR),
        ("Marine Dubois", "Marine Dubois spoke.", UNCLEAR),
        ("Li Wei", "Li Wei, from Germany, spoke.", UNCLEAR),
        ("Anna Berg", "Anna Berg, speaking at the White House, agreed.", UNCLEAR),
        ("Anna Berg", "Anna Berg, police and residents agreed.", UNCLEAR),
        ("Anna Berg", "Anna Berg met the minister.", UNCLEAR),
        ("Anna Berg", "The minister met Anna Berg.", UNCLEAR),
    ],
)
def test_kind_of_a_name(name: str, text: str, kind: str) -> None:
    assert kind_of(name, text) == kind


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("The police", "official"),
        ("A spokesman for the ministry", "official"),
        ("A spokesman for the company", "organisation"),
        ("A spokesman", "organisation"),
        ("A leader of the rebels", "military"),
        ("The police officer's wife", "ordinary"),
        ("Residents", "ordinary"),
        ("One of the soldiers", "military"),
        ("A senior source in the Kremlin", "unnamed"),
        ("A military source", "unnamed"),
        ("Washington", "official"),
        ("The newspaper", "media"),
        ("The study", "expert"),
        ("The sun", UNCLEAR),
    ],
)
def test_kind_of_a_phrase(phrase: str, kind: str) -> None:
    assert phrase_kind(phrase) == kind


def test_who_goes_without_a_name_is_unnamed() -> None:
    text = "“It will rain,” said an official, who spoke on condition of anonymity."
    assert counted(fr.sourcing(corpus_of(text))) == {"unnamed": 3.0}


def test_a_name_is_described_by_its_own_article_alone() -> None:
    texts = ["“It rains,” said Ann Lee, a nurse.", "“It rains,” said Ann Lee."]
    for order in (1, -1):
        measure = fr.sourcing(corpus_of(*texts[::order]))
        told = measure.sums[measure.sums["numerator"] > 0]["category"].tolist()
        assert told == ["ordinary", UNCLEAR][::order]


# --- the measure ---------------------------------------------------------------------------------

HAND = (
    "“We wait for the bus,” said Ruth Amberley, a nurse. “It never comes.” The mayor said: “It "
    "is late.” The council called the bus a “so-called service”. Nobody was hurt."
)


def test_counts_by_hand() -> None:
    amounts = fr.sourcing(corpus_of(HAND))
    assert counted(amounts)["ordinary"] == 8
    assert counted(amounts)["official"] >= 3
    assert amounts.denominators[0].tolist() == [30.0] * len(amounts.categories)
    assert (amounts.kind, amounts.unit) == ("count", "quoted words per word")


def test_shares_are_of_what_the_amounts_count() -> None:
    amounts, shares = fr.sourcing(corpus_of(HAND)), fr.sourcing(corpus_of(HAND), of="quoted")
    assert (shares.numerators == amounts.numerators).all()
    assert (shares.denominators == amounts.numerators.sum()).all()
    assert (shares.kind, shares.unit) == ("share", "share of quoted words")


def test_direct_and_indirect_words_add_up(example: fr.Corpus) -> None:
    parts = [fr.sourcing(example, speech=speech).numerators for speech in ("direct", "indirect")]
    assert (sum(parts) == fr.sourcing(example, speech="all").numerators).all()


@pytest.mark.parametrize("of", ["words", "quoted"])
@pytest.mark.parametrize("field", ["text", "title"])
def test_evidence_and_sentences_rebuild_the_sums(example: fr.Corpus, of: str, field: str) -> None:
    tokens = fr.tokenize(example, field=field)
    for measure in (
        fr.sourcing(tokens, of=of, speech="all"),
        fr.quotation_share(tokens),
        fr.reporting_verbs(tokens),
    ):
        sums = measure.sums.set_index(["article_id", "category"])
        evidence = measure.evidence
        assert (evidence["field"] == field).all()
        added = evidence.groupby(["article_id", "category"])["value"].sum()
        assert (added.reindex(sums.index, fill_value=0) == sums["numerator"]).all()
        sentences = measure.sentence_sums().groupby(["article_id", "category"])
        again = sentences[["numerator", "denominator"]].sum().reindex(sums.index, fill_value=0)
        assert (again == sums[["numerator", "denominator"]]).all(axis=None)
        some = measure.articles.index[3:5]
        chosen = measure.evidence_of(some)
        pd.testing.assert_frame_equal(
            chosen, evidence[evidence["article_id"].isin(some)].reset_index(drop=True)
        )


def test_evidence_shows_the_words_counted(example: fr.Corpus) -> None:
    tokens = fr.tokenize(example)
    for row in fr.sourcing(tokens).evidence.itertuples():
        hit = tokens.text_of(row.article_id)[row.char_start : row.char_end]
        assert make_chunk(["a"], [hit]).word.sum() == row.value
        assert row.voice == 1


def test_the_groups_of_a_measure_add_up_to_all_quoted_words(example: fr.Corpus) -> None:
    totals = [
        fr.sourcing(example, groups).numerators.sum(axis=1)
        for groups in (None, "naming", {"some": ["Tansley", "Lowe"]})
    ]
    assert (totals[0] == totals[1]).all()
    assert (totals[0] == totals[2]).all()
    quoted = fr.quotation_share(example)
    assert (quoted.select(["direct", "mixed"]).numerators.sum(axis=1) == totals[0]).all()


def test_articles_whose_marks_do_not_add_up_have_no_value() -> None:
    measure = fr.sourcing(corpus_of("“It rains, said Ann Lee.", "“It rains,” said Ann Lee."))
    assert np.isnan(measure.numerators[0]).all()
    assert np.isnan(measure.denominators[0]).all()
    assert measure.numerators[1].sum() == 2
    assert set(measure.evidence["article_id"]) == {"a1"}
    assert set(measure.sentence_sums()["article_id"]) == {"a1"}


@settings(max_examples=8)
@given(st.permutations(range(12)), st.integers(1, 12))
def test_order_and_neighbours_change_nothing(order: list[int], n_articles: int) -> None:
    corpus = fr.example().filter(lambda articles: articles["outlet"] == "Evening Observer")
    ids = [corpus.articles.index[number] for number in order][:n_articles]
    every = fr.sourcing(corpus)
    some = fr.sourcing(fr.tokenize(corpus).select(ids))
    wanted = every.articles.index.get_indexer(ids)
    assert (some.numerators == every.numerators[wanted]).all()


# --- groups of one's own -------------------------------------------------------------------------

TWO = "“We wait,” said Ann Lee. “It will rain tomorrow,” said Bo Marsh. “Go,” the mayor said."


def test_groups_from_a_mapping_a_table_and_a_file(tmp_path: Path) -> None:
    mapping = {"left": ["Ann Lee", "mayor"], "right": ["Marsh"]}
    rows = pd.DataFrame(
        [(name, group) for group, names in mapping.items() for name in names],
        columns=["speaker", "group"],
    )
    path = tmp_path / "groups.csv"
    rows.to_csv(path, index=False)
    for groups in (mapping, rows, path, str(path), fr.Lexicon.from_dict(mapping)):
        measure = fr.sourcing(corpus_of(TWO), groups)
        assert counted(measure) == {"left": 3.0, "right": 4.0}
        assert measure.categories == ("left", "right", "other", UNATTRIBUTED)


def test_the_longest_pattern_decides() -> None:
    measure = fr.sourcing(corpus_of(TWO), {"any": ["Lee"], "one": ["Ann Lee"]})
    assert counted(measure) == {"one": 2.0, "other": 5.0}


def test_named_and_unnamed() -> None:
    assert counted(fr.sourcing(corpus_of(TWO), "naming")) == {"named": 6.0, "unnamed": 1.0}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"of": "share"}, "of='share'"),
        ({"speech": "mixed"}, "speech='mixed'"),
        ({"groups": 3}, "groups=3 is not allowed"),
        ({"groups": {"other": ["Lee"]}}, "a group 'other'"),
        ({"groups": pd.DataFrame({"name": ["Lee"]})}, "lacks the column 'speaker'"),
        ({"groups": "nowhere.csv"}, "nowhere.csv"),
    ],
)
def test_refusals(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(fr.FramingError, match=message):
        fr.sourcing(corpus_of(TWO), **arguments)


# --- verbs, shares, speakers ---------------------------------------------------------------------


def test_verbs_by_hand() -> None:
    text = (
        "“We wait,” claimed Ann Lee, a nurse. “It rains,” the mayor said. The mayor admitted that "
        "it was “late”. The minister has also insisted: “It is not late.”"
    )
    verbs = fr.reporting_verbs(corpus_of(text))
    assert counted(verbs) == {"doubting": 1, "neutral": 1, "conceding": 1, "insisting": 1}
    assert (verbs.denominators == 4).all()
    officials = fr.reporting_verbs(corpus_of(text), group="official")
    assert counted(officials) == {"neutral": 1, "conceding": 1, "insisting": 1}
    hits = [text[row.char_start : row.char_end] for row in verbs.evidence.itertuples()]
    assert [hit.split()[-1] for hit in hits] == ["claimed", "said", "admitted", "insisted"]


def test_a_group_must_be_known() -> None:
    with pytest.raises(fr.FramingError, match="group='officials' is not known"):
        fr.reporting_verbs(corpus_of(TWO), group="officials")


def test_no_verb_stands_in_two_categories() -> None:
    patterns = load_lexicon("reporting-verbs").patterns["pattern"]
    assert patterns.is_unique


@pytest.mark.parametrize("name", ["reporting-verbs", "speaker-kinds"])
def test_lexicons_are_defined_and_sourced(name: str) -> None:
    for category in load_lexicon(name).categories.values():
        assert category.definition.endswith(".")
        assert category.source
        folded = [tuple(words_of(pattern)) for pattern in category.patterns]
        assert len(set(folded)) == len(folded)


def test_no_word_for_speakers_stands_for_two_kinds() -> None:
    assert load_lexicon("speaker-kinds").patterns["pattern"].is_unique
    kinds = {name.partition("/")[0] for name in load_lexicon("speaker-kinds").categories}
    assert kinds == set(KINDS)


def test_speakers_by_hand() -> None:
    texts = [
        "“We wait,” said Ann Lee, a nurse. “It rains,” said Lee. The mayor said: “Go home.”",
        "“We wait for Ann,” said Bo Marsh.",
    ]
    table = fr.speakers(corpus_of(*texts, outlet=["A", "B"]))
    assert table["outlet"].tolist() == ["A", "A", "B"]
    assert table["speaker"].tolist() == ["Ann Lee", "mayor", "Bo Marsh"]
    assert table["group"].tolist() == ["ordinary", "official", UNCLEAR]
    assert table["role"].tolist() == ["nurse", "mayor", ""]
    assert table["named"].tolist() == [True, False, True]
    assert table["n_quotations"].tolist() == [2, 1, 1]
    assert table["quoted_words"].tolist() == [4, 2, 4]


def test_a_last_name_alone_is_led_back_across_articles() -> None:
    full = ["“We wait,” said Ann Lee."] * 3
    table = fr.speakers(corpus_of(*full, "“We wait,” said Lee."), by=None)
    assert table["speaker"].tolist() == ["Ann Lee"]
    assert table["n_articles"].tolist() == [4]
    others = ["“We wait,” said Bo Lee."] * 2
    table = fr.speakers(corpus_of(*full, *others, "“We wait,” said Lee."), by=None)
    assert set(table["speaker"]) == {"Ann Lee", "Bo Lee", "Lee"}


def test_speakers_are_a_table_of_groups_to_begin_with(example: fr.Corpus) -> None:
    table = fr.speakers(example, by=None)
    again = fr.sourcing(example, table)
    assert again.numerators[:, :-2].sum() > 0.9 * np.nansum(again.numerators[:, :-1])


# --- edges ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texts", [(), ("",), ("…!?",), ("Nichts. “Ja”, sagte er.",), ("他说：“好。”",)]
)
def test_edges(texts: tuple[str, ...]) -> None:
    corpus = corpus_of(*texts)
    for measure in (
        fr.sourcing(corpus),
        fr.sourcing(corpus, {"some": ["Lee"]}, of="quoted"),
        fr.quotation_share(corpus),
        fr.reporting_verbs(corpus),
    ):
        assert len(measure.articles) == len(corpus)
        assert measure.evidence["value"].sum() == np.nansum(measure.numerators)
        fr.compare(measure)
    assert list(fr.speakers(corpus).columns)[:3] == ["outlet", "speaker", "group"]
    assert Grouping.of(None).codes(speech_of(make_chunk([], []))).tolist() == []


# --- the example ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own_wording() -> fr.Corpus:
    corpus = fr.drop_duplicates(fr.example())
    return corpus.filter(lambda articles: articles.index.str.startswith("e"))


def test_planted_sources_are_written_as_the_key_says(own_wording: fr.Corpus) -> None:
    table = fr.compare(fr.sourcing(own_wording, of="quoted")).query("kind == 'level'")
    levels = table.set_index(["outlet", "category"])["estimate"]
    for outlet, category in PLANTED.items():
        assert levels[outlet, category] >= 0.75


def test_planted_sources_are_found_and_no_others(own_wording: fr.Corpus) -> None:
    table = fr.compare(fr.sourcing(own_wording))
    table = table[(table["kind"] == "contrast") & (table["scale"] == "ratio")]
    table = table.set_index(["outlet", "category"])
    for outlet, category in PLANTED.items():
        row = table.loc[(outlet, category)]
        assert row["estimate"] > 2
        assert row["conf_low"] > 1
        assert row["q_value"] < 0.05
    planted = set(PLANTED.items())
    more = table[(table["q_value"] < 0.05) & (table["statistic"] > 0)]
    found = {key for key in more.index if key[1] in PLANTED.values()}
    assert found == planted


# --- charts --------------------------------------------------------------------------------------


def test_the_chart_shows_amounts_with_their_shares(study: fr.Study) -> None:
    chart = fr.chart("sources", study)
    shares = fr.compare(fr.sourcing(study.tokens, of="quoted")).query("kind == 'level'")
    shares = shares.set_index(["outlet", "category"])["estimate"]
    for row in chart.data.itertuples():
        assert row.share == pytest.approx(shares[row.outlet, row.category])
        assert row.beside == f"{row.share:.0%}"
    first = chart.data[chart.data["numerator"] > 0].iloc[0]
    behind = chart.evidence(outlet=first["outlet"], category=first["category"])
    assert behind["value"].sum() == first["numerator"]


def test_rare_kinds_are_named_and_not_drawn(study: fr.Study) -> None:
    chart = fr.chart("sources", study)
    words = chart.data.groupby("category")["numerator"].sum()
    measure = fr.sourcing(study.tokens)
    every = pd.Series(np.nansum(measure.numerators, axis=0), measure.categories)
    assert set(words.index) == set(every.index[every >= 0.01 * every.sum()])
    for name in set(every.index) - set(words.index):
        assert name in chart.caption


def test_a_study_names_its_groups(tmp_path: Path, example: fr.Corpus) -> None:
    example.save(tmp_path / "news.csv")
    (tmp_path / "study.toml").write_text(
        'corpus = "news.csv"\n[sources]\ngroups = "sides.csv"\nspeech = "all"\n'
    )
    (tmp_path / "sides.csv").write_text("speaker,group\nTolliver,union\nTansley,state\n")
    chart = fr.chart("sources", tmp_path)
    assert set(chart.data["category"]) <= {"union", "state", "other", UNATTRIBUTED}
    assert "quoted or reported" in chart.title


def test_the_chart_of_verbs_leaves_said_out(study: fr.Study) -> None:
    chart = fr.chart("reporting-verbs", study)
    assert not {"neutral", "other"} & set(chart.data["category"])
    assert (chart.data["beside"].astype(float) == chart.data["numerator"]).all()
    assert "neutral" in chart.caption


# --- real articles -------------------------------------------------------------------------------


def test_most_quoted_words_of_real_news_have_a_kind(news2017: fr.Corpus) -> None:
    measure = fr.sourcing(fr.clean_articles(news2017))
    words = pd.Series(np.nansum(measure.numerators, axis=0), measure.categories)
    assert words[UNCLEAR] / words.sum() < 0.35
    assert words[UNATTRIBUTED] / words.sum() < 0.15
