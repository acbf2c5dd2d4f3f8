"""Sets of rival names proposed from a corpus, and the terms they are made of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.comparison.rivals import variants as are_variants
from framing.comparison.suggested_sets import COLUMNS, _Cells, _exchanged
from framing.errors import FramingError
from framing.measures.terms import find_terms, like_terms, neighbours_of
from framing.tokens import make_chunk

FRAMES = (
    "The {name} had been in the northern town of {place} since dawn.",
    "A spokesman said that the {name} were at the bridge of {place}.",
    "Troops drove the {name} from the old fort near {place}.",
    "Families in {place} fled from the {name} on foot.",
    "Fire by the {name} was heard at the market in {place}.",
)
PLACES = (
    "Arden Belwick Corrie Dunholm Elstow Farley Garth Hollin Inver Kelso Larkhall Moray".split()
)
OTHER = (
    "The council of {place} voted on the budget for schools and roads.",
    "Rain closed the harbour of {place} and ferries were held up.",
    "Bread and butter grew dearer in the shops of {place}.",
)


def corpus_of(first: str, second: str, seed: int = 0) -> fr.Corpus:
    """Twelve events; outlet A names the armed men by the first name, B by the second."""
    rng = np.random.default_rng(seed)
    rows = []
    for event, place in enumerate(PLACES):
        for outlet, name in (("A", first), ("B", second)):
            chosen = [FRAMES[i] for i in rng.permutation(len(FRAMES))] + list(OTHER)
            text = " ".join(frame.format(name=name, place=place) for frame in chosen)
            rows.append({"outlet": outlet, "event": f"e{event}", "text": text})
    return fr.Corpus.from_frame(pd.DataFrame(rows))


def sets_of(table: pd.DataFrame) -> list[set[str]]:
    return [set(names) for _, names in table.groupby("set", sort=False)["name"]]


def test_a_planted_choice_is_found() -> None:
    table = fr.suggest_sets(corpus_of("rebels", "terrorists"), min_count=10, permutations=199)
    assert list(table.columns) == COLUMNS
    assert sets_of(table)[0] == {"rebels", "terrorists"}
    rows = table[table["set"] == table["set"].iloc[0]].set_index("name")
    assert rows["outlet"].to_dict() == {"rebels": "A", "terrorists": "B"}
    assert (rows["n"] == 60).all()
    assert (rows["n_articles"] == 12).all()
    assert (rows["n_events"] == 12).all()
    assert (rows["p_value"] < 0.05).all()
    for name, row in rows.iterrows():
        assert f"[{name}]" in row["example"]


def test_what_is_not_chosen_between_is_not_proposed() -> None:
    """Both outlets use both names; what stands with "and" between is two things."""
    texts = []
    for event, place in enumerate(PLACES):
        for outlet in "AB":
            body = " ".join(frame.format(name="soldiers", place=place) for frame in FRAMES)
            pair = f"Schools and roads in {place} were shut. Bread and butter grew dear in {place}."
            texts.append({"outlet": outlet, "event": f"e{event}", "text": f"{body} {pair}"})
    table = fr.suggest_sets(fr.Corpus.from_frame(pd.DataFrame(texts)), min_count=10)
    assert {"schools", "roads"} not in sets_of(table)
    assert {"bread", "butter"} not in sets_of(table)
    assert "soldiers" not in set(table["name"])


def test_the_table_is_word_choice() -> None:
    corpus = corpus_of("Harbour Front", "free men of the hills")
    table = fr.suggest_sets(corpus_of("rebels", "terrorists"), min_count=10, n=1)
    assert table["set"].nunique() == 1
    measure = fr.word_choice(corpus_of("rebels", "terrorists"), table)
    assert dict(zip(measure.categories, measure.numerators.sum(axis=0), strict=True)) == {
        row.name_: row.n for row in table.rename(columns={"name": "name_"}).itertuples()
    }
    assert len(fr.word_choice(corpus, table).evidence) == 0


def test_nothing_depends_on_chance_or_order() -> None:
    corpus = corpus_of("rebels", "terrorists")
    first = fr.suggest_sets(corpus, min_count=10, permutations=99)
    again = fr.suggest_sets(corpus, min_count=10, permutations=99)
    pd.testing.assert_frame_equal(first, again)
    turned = fr.Corpus.from_frame(corpus.articles.iloc[::-1].reset_index())
    other = fr.suggest_sets(turned, min_count=10, permutations=99)
    assert sets_of(other) == sets_of(first)


def test_by_another_column_and_voice() -> None:
    corpus = corpus_of("rebels", "terrorists")
    frame = corpus.articles.reset_index().rename(columns={"event": "story"})
    frame["country"] = frame["outlet"].map({"A": "X", "B": "Y"})
    table = fr.suggest_sets(
        fr.Corpus.from_frame(frame), by="country", within="story", voice="own", min_count=10
    )
    assert set(table["outlet"]) <= {"X", "Y"}
    assert sets_of(table)[0] == {"rebels", "terrorists"}
    assert fr.suggest_sets(corpus, voice="quoted", min_count=10).empty


@pytest.mark.parametrize(
    "frame",
    [
        {"outlet": [], "text": [], "event": []},
        {"outlet": ["A"], "text": ["Rain fell."], "event": ["e"]},
        {"outlet": ["A", "B"], "text": ["... !?", "?!"], "event": ["e", "e"]},
        {"outlet": ["A", "B"], "text": ["雨が降った。", "Шёл дождь."], "event": ["e", None]},
        {"outlet": ["A", "B"] * 30, "text": ["The rebels fled."] * 60, "event": [None] * 60},
    ],
    ids=["none", "one", "marks", "scripts", "no events"],
)
def test_small_and_strange_corpora(frame: dict[str, list[object]]) -> None:
    corpus = fr.Corpus.from_frame(pd.DataFrame(frame).astype({"event": "str"}))
    table = fr.suggest_sets(corpus, min_count=1, min_events=1)
    assert list(table.columns) == COLUMNS
    assert table.empty
    assert table["n"].dtype == "int64"


def test_arguments() -> None:
    corpus = corpus_of("rebels", "terrorists")
    with pytest.raises(FramingError, match="n=0 is not allowed"):
        fr.suggest_sets(corpus, n=0)
    with pytest.raises(FramingError, match="min_events=0 is not allowed"):
        fr.suggest_sets(corpus, min_events=0)
    with pytest.raises(FramingError, match="within='story' is not known"):
        fr.suggest_sets(corpus, within="story")
    with pytest.raises(FramingError, match="voice='mine'"):
        fr.suggest_sets(corpus, voice="mine")


# --- terms --------------------------------------------------------------------------------------


def terms_of(text: str, least: int = 1) -> dict[str, tuple[tuple[str, ...], int]]:
    terms = find_terms(make_chunk(["a"], [text]), least)
    return {
        name: (forms, int(count))
        for name, forms, count in zip(terms.written, terms.forms, terms.counts, strict=True)
    }


def test_terms_hand_counted() -> None:
    text = (
        "The travel ban is before a judge. The judge of the travel ban is at the press. The judges "
        "are with the press. A ban of the press, a ban on Monday. They vote to vote for two bills."
    )
    found = terms_of(text, 2)
    # "travel ban" is a phrase, and "ban" a term only where it stands alone.
    assert found["travel ban"] == (("travel ban",), 2)
    assert found["ban"] == (("ban",), 2)
    assert found["judge"] == (("judge", "judges"), 3)
    assert found["press"] == (("press",), 3)
    # Function words, days, numbers and what stands after "they" and "to" are no names.
    assert {"the", "Monday", "two", "vote", "travel"}.isdisjoint(found)


def test_terms_are_written_as_mostly() -> None:
    found = terms_of("Flags of ISIL and of Isil. A flag of ISIL. The flag is of the ISIL.", 2)
    assert found["ISIL"] == (("isil",), 4)
    assert found["flag"] == (("flag", "flags"), 3)


def test_likeness_is_that_of_contexts() -> None:
    text = " ".join(
        f"The {animal} was on the mat. A {animal} is at the fish. Milk for the {animal}."
        f" The {vehicle} was down the road. A {vehicle} is in the garage. Oil for the {vehicle}."
        for animal, vehicle in [("cat", "car"), ("dog", "truck")] * 5
    )
    chunk = make_chunk(["a"], [text])
    terms = find_terms(chunk, 3)
    folded = chunk.types.folded[chunk.ids].astype(np.int64)
    one, other, likeness = like_terms(terms, neighbours_of(chunk, terms, folded))
    best = {}
    for a, b, how in zip(one.tolist(), other.tolist(), likeness.tolist(), strict=True):
        pair = frozenset([terms.written[a], terms.written[b]])
        best[pair] = how
        assert 0 < how <= 1 + 1e-9
    assert best[frozenset(["cat", "dog"])] > 0.9
    assert best[frozenset(["car", "truck"])] > 0.9
    assert best.get(frozenset(["cat", "car"]), 0) < 0.5


@pytest.mark.parametrize(
    ("one", "other", "variants"),
    [
        ("bomb", "bombing", True),
        ("stabbed", "stabbing", True),
        ("travel ban", "ban", True),
        ("half-brother", "brother", True),
        ("organisation", "organization", True),
        ("British", "Scottish", True),
        ("spokesman", "spokesperson", False),
        ("chairman", "chair", False),
        ("travel ban", "executive order", False),
        ("Kiev", "Moscow", False),
        ("rebels", "terrorists", False),
    ],
)
def test_variants(one: str, other: str, variants: bool) -> None:
    chunk = make_chunk(["a"], [f"The {one} and the {other}. The {one} or the {other}."])
    terms = find_terms(chunk, 1)
    number = {name: place for place, name in enumerate(terms.written)}
    if one in number and other in number:
        assert are_variants(terms, number[one], number[other]) == variants
    else:
        pytest.fail(f"{one} and {other} are no terms of {terms.written}")


def test_the_exchange_has_its_size() -> None:
    """With names given to cells by lot, p is below .05 in about one case of twenty."""
    rng = np.random.default_rng(3)
    p_values = []
    for _ in range(200):
        event = np.repeat(np.arange(15), 3)
        group = np.tile(np.arange(3), 15)
        counts = rng.multinomial(4, [0.5, 0.5], size=45).astype(float)
        p_values.append(_exchanged(_Cells(event, group, counts), 99, rng))
    assert 0.01 <= np.mean(np.array(p_values) <= 0.05) <= 0.10


@pytest.mark.slow
def test_rivals_in_real_news(news2017: fr.Corpus) -> None:
    """Names that were read and found to be rivals are among the first hundred sets."""
    table = fr.suggest_sets(fr.align_events(news2017), n=100, permutations=19)
    sets = sets_of(table)

    def together(*names: str) -> bool:
        return any(set(names) <= found for found in sets)

    known = [
        ("executive order", "travel ban"),
        ("protests", "demonstrations"),
        ("climate change", "global warming"),
        ("investigation", "inquiry"),
        ("spokesman", "spokesperson"),
        ("missile", "rocket"),
        ("talks", "negotiations"),
        ("company", "firm"),
    ]
    assert sum(together(*pair) for pair in known) >= 6
    assert not together("Iraq", "Syria")
    assert not {"Monday", "Tuesday"} & set(table["name"])


def test_of_a_large_corpus_a_part_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("framing.comparison.suggested_sets.MOST_ARTICLES", 20)
    table = fr.suggest_sets(corpus_of("rebels", "terrorists"), min_count=5)
    assert sets_of(table)[0] == {"rebels", "terrorists"}
    assert (table["n_articles"].head(2) == 6).all()
