"""Deaths and injuries: in which words, how many, who, and an article's largest figure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.measures.casualties.numerals import Number, bounded_from, number_at


def corpus_of(*texts: str, **columns: object) -> fr.Corpus:
    return fr.Corpus.from_frame(pd.DataFrame({"outlet": "A", "text": list(texts), **columns}))


def mentions(text: str) -> pd.DataFrame:
    return fr.casualty_mentions(corpus_of(text))


def told(text: str) -> list[tuple[str, float]]:
    """Form and number of each mention; −1 where no number is given."""
    found = mentions(text)
    return list(zip(found["form"], found["number"].fillna(-1), strict=True))


@pytest.mark.parametrize(
    ("words", "value", "bound"),
    [
        ("12", 12, "exact"),
        ("1,200", 1200, "exact"),
        ("1.2 million", 1.2e6, "exact"),
        ("twenty-one", 21, "exact"),
        ("twenty one", 21, "exact"),
        ("two dozen", 24, "exact"),
        ("a dozen", 12, "exact"),
        ("half a dozen", 6, "exact"),
        ("half a million", 5e5, "exact"),
        ("two hundred and fifty", 250, "exact"),
        ("a few hundred", 200, "at least"),
        ("dozens", 24, "at least"),
        ("scores", 40, "at least"),
        ("hundreds", 200, "at least"),
        ("tens of thousands", 20_000, "at least"),
        ("hundreds of thousands", 200_000, "at least"),
        ("10,000-40,000", 10_000, "about"),
    ],
)
def test_numbers(words: str, value: float, bound: str) -> None:
    cut = words.split()
    assert number_at(cut, 0, len(cut)) == Number(value, 0, len(cut), bound)


@pytest.mark.parametrize("words", ["people", "a man", "tens of people", "m", "half a loaf", ""])
def test_no_numbers(words: str) -> None:
    cut = words.split() or [""]
    assert number_at(cut, 0, len(cut)) is None


@pytest.mark.parametrize(
    ("before", "bound"),
    [
        ("at least", "at least"),
        ("more than", "at least"),
        ("up to", "at most"),
        ("as many as", "at most"),
        ("nearly", "about"),
        ("an estimated", "about"),
    ],
)
def test_bounds(before: str, bound: str) -> None:
    cut = [*"killing".split(), *before.split(), "30"]
    number = number_at(cut, len(cut) - 1, len(cut))
    assert number is not None
    assert number.bound == bound
    assert bounded_from(cut, number) == 1


@given(st.integers(1, 999_999))
def test_digits_are_read_with_and_without_commas(value: int) -> None:
    for written in (str(value), f"{value:,}"):
        number = number_at([written], 0, 1)
        assert number is not None
        assert number.value == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Twelve people died in the fire.", [("died", 12)]),
        ("Over 60 soldiers lost their lives.", [("died", 60)]),
        ("At least 31 people were killed in a bombing.", [("was killed", 31)]),
        ("More than 100 people have been killed.", [("was killed", 100)]),
        ("The blast killed at least 34.", [("killed", 34)]),
        ("Floods that killed 246 people hit the north.", [("killed", 246)]),
        ("A gunman opened fire, killing 14 people and injuring 21 more.",
         [("killed", 14), ("injured", 21)]),
        ("Two dozen people killed in Baghdad attack.", [("was killed", 24)]),
        ("The attack left 12 people dead and 30 wounded.", [("dead", 12), ("injured", 30)]),
        ("The death toll has risen from 12 to 15.", [("dead", 15)]),
        ("The wave of violence claimed more than 130 lives.", [("dead", 130)]),
        ("Officials reported 83 deaths.", [("dead", 83)]),
        ("The deaths of six aid workers were mourned.", [("dead", 6)]),
        ("Twelve bodies were recovered from the river.", [("dead", 12)]),
        ("He was shot dead by police.", [("was killed", 1)]),
        ("Police shot a man dead.", [("killed", 1)]),
        ("They beat him to death.", [("killed", 1)]),
        ("The officer shot and killed two men.", [("killed", 2)]),
        ("Two men were stabbed to death.", [("was killed", 2)]),
        ("Three women were killed and 27 people injured.", [("was killed", 3), ("injured", 27)]),
        ("He killed himself.", [("died", 1)]),
        ("His wife and two sons were wounded.", [("injured", 3)]),
        ("His brother and one cousin were killed.", [("was killed", 2)]),
        ("Four US and two Canadian soldiers were killed.", [("was killed", 6)]),
        ("Ada Quill and Tom Hale died.", [("died", 2)]),
        ("Kim Jong-nam's death shocked them.", [("dead", 1)]),
        ("His untimely death shocked them.", [("dead", 1)]),
        ("A death toll of 52 was given, and 80 were hurt.", [("dead", 52), ("injured", 80)]),
        ("Two officers and three civilians were killed.", [("was killed", 5)]),
        ("Petr Polshikov, 56, a senior diplomat, was shot dead.", [("was killed", 1)]),
        ("A man, 34, was killed on 12 March.", [("was killed", 1)]),
        ("Four pedestrians died on Tuesday.", [("died", 4)]),
        ("About 11,000 people were killed or injured.", [("was killed", -1), ("injured", -1)]),
        ("Ten people were killed by two gunmen.", [("was killed", 10)]),
        ("They are believed to have been killed.", [("was killed", -1)]),
    ],
)  # fmt: skip
def test_what_is_told(text: str, expected: list[tuple[str, float]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nobody was killed.",
        "No one was hurt in the incident.",
        "None of the eleven people on board was injured.",
        "He fired again without injuring anyone.",
        "Police did not kill the man.",
        "The bomb could have killed dozens of people.",
        "They threatened to kill two hostages.",
        "Thousands would die.",
        "The deal is dead.",
        "The storm died down.",
        "The senate killed the bill.",
        "He was sentenced to death.",
        "The death penalty was restored.",
        "It killed off the industry.",
        "The battery died.",
        "It is a matter of life and death.",
        "Their lives were hard.",
        "A breach will hurt them.",
        "Two dogs were killed.",
        "Hundreds of whales dead after mass stranding.",
        "He pleaded guilty to the attempted murder of two officers.",
    ],
)
def test_what_is_not_told(text: str) -> None:
    assert told(text) == []


def test_who_did_it_and_to_whom() -> None:
    found = mentions("Two men were killed by the army. A mob killed Mary Stone. He died.")
    assert found["by"].tolist() == ["the army", "A mob", ""]
    assert found["who"].tolist() == ["Two men", "Mary Stone", "He"]
    assert found["named"].tolist() == [False, True, False]
    assert found["by_start"].tolist()[2] == -1


def test_kinds_of_victims() -> None:
    text = "Nine children died. Two soldiers and a civilian were killed. Ten were killed."
    assert mentions(text)["kinds"].tolist() == ["children", "soldiers and police|civilians", ""]
    measure = fr.casualties(corpus_of(text), of="kind")
    counts = dict(zip(measure.categories, measure.numerators[0], strict=True))
    assert counts["children"] == counts["civilians"] == counts["soldiers and police"] == 1
    assert counts["not said"] == 1


def test_spans_are_those_of_the_text() -> None:
    text = "Rain fell. At least 12 people\nwere killed by a bomb."
    (row,) = mentions(text).itertuples()
    assert text[row.char_start : row.char_end] == row.words == "were killed"
    assert text[row.who_start : row.who_end] == row.who == "At least 12 people"
    assert text[row.by_start : row.by_end] == row.by == "a bomb"
    assert text[row.number_start : row.number_end] == "12"
    assert row.sentence == 1


TEXTS = (
    "Twelve people died. “Seven of us were killed,” she said. He was killed.",
    "Nothing happened.",
    "…!",
    "The army killed 3 rebels and wounded 40. Two men died in 1994.",
)


@pytest.mark.parametrize("of", ["form", "kind", "name"])
@pytest.mark.parametrize("voice", ["all", "own", "quoted"])
def test_evidence_adds_up(of: str, voice: str) -> None:
    measure = fr.casualties(corpus_of(*TEXTS), of=of, voice=voice)
    rebuilt = measure.evidence.groupby(["article_id", "category"])["value"].sum()
    sums = measure.sums.set_index(["article_id", "category"])["numerator"]
    assert sums[sums > 0].to_dict() == rebuilt.to_dict()
    sentences = measure.sentence_sums().groupby(["article_id", "category"])
    by_sentence = sentences[["numerator", "denominator"]].sum()
    whole = measure.sums.set_index(["article_id", "category"])[["numerator", "denominator"]]
    pd.testing.assert_frame_equal(
        by_sentence, whole.loc[by_sentence.index], check_like=True, check_index_type=False
    )


def test_voices_divide_the_mentions() -> None:
    corpus = corpus_of(*TEXTS)
    sums = {v: fr.casualties(corpus, voice=v).numerators.sum() for v in ("all", "own", "quoted")}
    assert sums == {"all": 6, "own": 5, "quoted": 1}


def test_the_largest_figure_and_not_the_sum() -> None:
    toll = fr.casualty_toll(corpus_of(*TEXTS))
    assert toll.numerators.tolist() == [[12, 0], [0, 0], [0, 0], [3, 40]]
    assert toll.denominators.tolist() == [[1, 0], [0, 0], [0, 0], [1, 1]]
    evidence = toll.evidence
    assert evidence["value"].tolist() == [12, 3, 40]
    first = evidence.iloc[0]
    assert TEXTS[0][first["char_start"] : first["char_end"]] == "Twelve"
    assert toll.sentence_sums()["numerator"].tolist() == [12, 3, 40]


def test_figures_of_other_times_are_left_out() -> None:
    text = "Two men died on Monday. In 1994, 800 people died. Every year 500 people die."
    dated = corpus_of(text, date=pd.to_datetime(["2017-03-01"]))
    assert fr.casualty_toll(dated).numerators[0, 0] == 2
    then = corpus_of(text, date=pd.to_datetime(["1994-05-01"]))
    assert fr.casualty_toll(then).numerators[0, 0] == 800
    assert fr.casualty_mentions(dated)["elsewhen"].tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("text", "elsewhen"),
    [
        ("Two men died on 28 February.", False),
        ("Two men died in November.", True),
        ("Since Sunday 100 people have died.", True),
        ("One of the men has since died.", False),
        ("Some may have died.", False),
    ],
)
def test_months_tell_another_time(text: str, elsewhen: bool) -> None:
    dated = corpus_of(text, date=pd.to_datetime(["2017-03-01"]))
    assert fr.casualty_mentions(dated)["elsewhen"].tolist() == [elsewhen]


def test_a_name_is_one_person() -> None:
    assert told("Rock and roll legend Chuck Berry has died aged 90.") == [("died", 1)]


def test_titles_are_measured_too() -> None:
    corpus = corpus_of("Nothing.", title=["Bomb kills 12"])
    tokens = fr.tokenize(corpus, field="title")
    measure = fr.casualties(tokens)
    assert measure.part == "headline"
    assert measure.numerators[0].tolist() == [0, 0, 1, 0, 0]
    assert set(measure.evidence["field"]) == {"title"}


def test_nothing_at_all() -> None:
    none = corpus_of("One.").filter(outlet=[])
    assert len(fr.casualty_mentions(none)) == 0
    assert fr.casualties(none).numerators.shape == (0, 5)
    assert fr.casualty_toll(none).numerators.shape == (0, 2)
    assert len(fr.casualty_toll(none).evidence) == 0


def test_neighbours_change_nothing() -> None:
    alone = [fr.casualties(corpus_of(text)).numerators[0] for text in TEXTS]
    assert np.array_equal(fr.casualties(corpus_of(*TEXTS)).numerators, alone)


@pytest.mark.parametrize("argument", [{"of": "number"}, {"voice": "mine"}])
def test_wrong_choices(argument: dict[str, str]) -> None:
    with pytest.raises(fr.FramingError, match="choose one of"):
        fr.casualties(corpus_of("He died."), **argument)


@given(st.lists(st.sampled_from(
    "killed died were 12 people and , . by “ ” the to death dead at least who shot hundreds of "
    "wounded toll lives 's a not Kim".split()
), max_size=25))  # fmt: skip
def test_any_order_of_words_is_read(words: list[str]) -> None:
    found = mentions(" ".join([*words, "."]))
    assert (found["char_end"] > found["char_start"]).all()
    assert (found["number"].isna() | (found["number"] >= 1)).all()


REPORTS = [
    ("X", "fire", "A fire killed 12 people. Two men died in hospital."),
    ("Y", "fire", "At least 14 people died in the fire. Four were injured."),
    ("X", "flood", "Three people drowned."),
    ("Y", "flood", "The river rose."),
    ("X", "vote", "The council voted."),
]


def study_of(tmp_path: Path, rows: list[tuple[str, str, str]]) -> fr.Study:
    pd.DataFrame(rows, columns=["outlet", "event", "text"]).to_csv(
        tmp_path / "news.csv", index=False
    )
    return fr.load_study(tmp_path / "news.csv")


def test_tolls_of_an_event_stand_side_by_side(tmp_path: Path) -> None:
    made = fr.chart("tolls", study_of(tmp_path, REPORTS))
    found = made.data.set_index(["event", "outlet"])["estimate"]
    assert found.to_dict() == {("fire", "X"): 12, ("fire", "Y"): 14}
    assert made.save(tmp_path / "out")
    evidence = made.evidence(outlet="Y")
    assert evidence["hit"].tolist() == ["14"]


@pytest.mark.parametrize("name", ["casualties", "deaths", "tolls"])
@pytest.mark.parametrize("rows", [REPORTS, REPORTS[4:], REPORTS[:1]])
def test_charts_of_any_study(name: str, rows: list[tuple[str, str, str]], tmp_path: Path) -> None:
    made = fr.chart(name, study_of(tmp_path, rows))
    made.draw()
    if name == "deaths" and rows is REPORTS:
        sums = made.data.groupby("category")["numerator"].sum()
        assert sums.to_dict() == {"died": 3, "was killed": 0, "was killed by": 0, "killed": 1}


def test_who_kills_by_group() -> None:
    corpus = corpus_of(
        "The army killed two men. They were killed by troops. Four were killed. A mob killed one.",
        "Two men died.",
    )
    measure = fr.deaths(corpus, {"army": ["army", "troops"]})
    assert measure.categories == ("army", "other", "nobody named")
    assert measure.numerators.tolist() == [[2, 1, 1], [0, 0, 0]]
    assert measure.denominators.tolist() == [[4, 4, 4], [0, 0, 0]]
    with pytest.raises(fr.FramingError, match="names nobody"):
        fr.deaths(corpus, {})


@pytest.mark.parametrize("voice", ["all", "own", "quoted"])
def test_evidence_of_deaths_adds_up(voice: str) -> None:
    measure = fr.deaths(corpus_of(*TEXTS), voice=voice)
    rebuilt = measure.evidence.groupby(["article_id", "category"])["value"].sum()
    sums = measure.sums.set_index(["article_id", "category"])["numerator"]
    assert sums[sums > 0].to_dict() == rebuilt.to_dict()


@pytest.mark.external
def test_real_articles_have_some(news2017: fr.Corpus) -> None:
    table = fr.casualty_mentions(news2017)
    assert 2000 < len(table) < 3500
    assert table["form"].value_counts()["was killed"] > 400
    assert (table["number"].dropna() >= 1).all()
