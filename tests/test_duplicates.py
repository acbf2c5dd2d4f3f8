"""Copies: hand-made ones, a plain second implementation, the example and news2017."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing as fr
from framing.duplicates import FEWEST, FURNITURE, NEAR, SHINGLE

RANDOM = np.random.default_rng(3)
AGENCY = "Continental Press Agency"
LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))


def words(n: int) -> list[str]:
    """Invented words, so that no two calls have a sequence of five in common."""
    return ["".join(RANDOM.choice(LETTERS, 6)) for _ in range(n)]


def prose(n: int) -> str:
    return " ".join(words(n)).capitalize() + "."


def corpus(*texts: str, outlets: str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", **columns: list) -> fr.Corpus:
    ids = pd.Index([f"a{i:02}" for i in range(len(texts))], name="article_id")
    frame = pd.DataFrame({"outlet": list(outlets)[: len(texts)], "text": list(texts), **columns})
    return fr.Corpus.from_frame(frame.set_index(ids))


def groups(*texts: str, **columns: list) -> list[list[str]]:
    found = fr.find_duplicates(corpus(*texts, **columns))
    return [members["article_id"].tolist() for _, members in found.groupby("group")]


def is_near(one: str, other: str) -> bool:
    found = fr.find_duplicates(corpus(one, other, prose(50)))
    assert set(found["kind"]) <= {"near"}
    return len(found) == 2


STORY = " ".join(prose(12) for _ in range(10))


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        STORY.upper(),
        STORY.replace(". ", ".\n\n") + "\n",
        "  " + STORY.replace(".", " — "),
        STORY + "\n\n(Continental Press Agency)",
        STORY + " [AFP]",
        STORY + "\n© 2025 Continental Press Agency. All rights reserved.",
        STORY + "\nReporting by Ann Lee and Bo Roe",
        "By Ann Lee\n" + STORY,
        "(Agency) " + STORY,
        "PORT MAREN (Agency) - " + STORY,
        "[Agency] — " + STORY,
    ],
)
def test_the_same_words_are_an_exact_copy(copy):
    found = fr.find_duplicates(corpus(STORY, prose(80), copy))
    assert sorted(found["article_id"]) == ["a00", "a02"]
    assert found["kind"].tolist() == ["exact", "exact"]
    assert found["overlap"].tolist() == [1, 1]
    assert found["group"].tolist() == [0, 0]


def test_one_word_more_is_no_exact_copy():
    found = fr.find_duplicates(corpus(STORY, STORY + " Really."))
    assert found["kind"].tolist() == ["near", "near"]


def test_a_shortened_copy():
    sentences = STORY.split(". ")
    shortened = ". ".join(sentences[:3] + sentences[4:7])
    found = fr.find_duplicates(corpus(shortened, STORY))
    assert found["article_id"].tolist() == ["a01", "a00"]  # the longer one comes first
    assert found["kind"].tolist() == ["near", "near"]
    # 72 words, of whose 68 sequences four run over the sentence left out
    assert found["overlap"].tolist() == pytest.approx([1, 64 / 68])


@pytest.mark.parametrize(("every", "near"), [(17, True), (7, False)])
def test_a_lightly_edited_copy(every, near):
    edited = STORY.split()
    edited[::every] = words(len(edited[::every]))
    assert is_near(STORY, " ".join(edited)) is near


def test_two_outlets_that_quote_the_same_statement_are_not_copies():
    statement = f"“{' '.join(words(70))}.”"
    one, other = (f"{prose(30)} {statement} {prose(30)}" for _ in range(2))
    assert not is_near(one, other)
    assert is_near(one, one.replace(statement, ""))


def test_a_short_text_is_a_copy_only_word_for_word():
    text = STORY.split()
    assert is_near(STORY, " ".join(text[: FEWEST + SHINGLE - 1]))
    assert not is_near(STORY, " ".join(text[: FEWEST + SHINGLE - 2]))
    assert groups("It rained.", "It rained!", "It rained today.") == [["a00", "a01"]]


@pytest.mark.parametrize(("articles", "copies"), [(FURNITURE, True), (FURNITURE + 1, False)])
def test_what_an_outlet_prints_on_its_pages_does_not_count(articles, copies):
    banner = prose(60)
    texts = [f"{prose(25)} {banner}" for _ in range(articles)]
    found = fr.find_duplicates(corpus(*texts, outlets="A" * articles))
    assert (len(found) == articles) is copies


def test_a_story_in_many_outlets_is_found_however_often_it_is_printed():
    outlets = [f"outlet {i}" for i in range(40)]
    texts = [f"{STORY} {prose(8)}" for _ in outlets]
    assert len(groups(*texts, outlets=outlets)[0]) == 40


def test_the_first_article_is_the_earliest_then_the_longest_then_the_smallest_id():
    shorter = STORY[: len(STORY) // 2]
    dates = ["2025-03-03", None, "2025-03-02", "2025-03-02", "2025-03-02", "2025-03-02"]
    texts = [STORY, STORY, shorter, STORY, STORY, prose(50)]
    assert groups(*texts, date=dates) == [["a03", "a04", "a02", "a00", "a01"]]


def test_groups_are_in_the_order_of_their_first_articles():
    one, other = prose(40), prose(40)
    dates = ["2025-03-04", "2025-03-03", "2025-03-05", "2025-03-06"]
    assert groups(one, other, other, one, date=dates) == [["a01", "a02"], ["a00", "a03"]]


def test_copies_of_copies_are_one_group():
    text = words(200)
    texts = [" ".join(text[start : start + 100]) for start in (0, 25, 50, 75)]
    found = fr.find_duplicates(corpus(*texts))
    assert found["group"].tolist() == [0] * 4
    assert found["overlap"].tolist() == pytest.approx([1, 71 / 96, 46 / 96, 21 / 96])


def test_exact_and_near_copies_in_one_group():
    found = fr.find_duplicates(corpus(STORY, STORY[: len(STORY) // 2], STORY + " (Agency)"))
    assert dict(zip(found["article_id"], found["kind"], strict=True)) == {
        "a02": "exact",
        "a00": "exact",
        "a01": "near",
    }


@pytest.mark.parametrize("texts", [[], [STORY], ["...", "!!!"], ["...", "..."]])
def test_nothing_to_find(texts):
    found = fr.find_duplicates(corpus(*texts))
    assert len(found) == 0
    assert {name: str(kind) for name, kind in found.dtypes.items()} == {
        "group": "int64",
        "article_id": "str",
        "kind": "str",
        "overlap": "float64",
        "copied_from": "str",
        "direction": "str",
        "credit": "str",
    }
    kept = fr.drop_duplicates(corpus(*texts))
    assert len(kept) == len(texts)
    assert len(kept.receipt.repaired) == 0


def test_dropping_keeps_one_of_each_group_and_says_so():
    before = corpus(prose(40), STORY, STORY, "  " + STORY, prose(40), event=list("vwxyz"))
    after = fr.drop_duplicates(before)
    assert after.articles.index.tolist() == ["a00", "a01", "a04"]
    pd.testing.assert_frame_equal(after.articles, before.articles.loc[after.articles.index])
    assert after.receipt.repaired.to_dict("list") == {
        "article_id": ["a02", "a03"],
        "repair": ["copy removed"] * 2,
        "detail": ["exact copy of a01"] * 2,
    }
    assert after.receipt.expected == after.receipt.kept == 5
    assert len(after) + len(after.receipt.repaired) == 5
    assert len(fr.find_duplicates(after)) == 0


def test_marking():
    marked = fr.mark_duplicates(corpus(STORY, prose(40), STORY)).articles["copy_group"]
    assert marked.tolist() == pytest.approx([0, np.nan, 0], nan_ok=True)


@settings(max_examples=20)
@given(st.permutations(range(9)))
def test_the_order_of_rows_plays_no_part(order):
    half = STORY[: len(STORY) // 2]
    frame = corpus(STORY, half, "x y", STORY, "x y", half, half + " Z.", prose(50), "x y").articles
    one = fr.find_duplicates(fr.Corpus.from_frame(frame))
    other = fr.find_duplicates(fr.Corpus.from_frame(frame.iloc[list(order)]))
    pd.testing.assert_frame_equal(one, other)


def plain_pairs(articles: pd.DataFrame) -> set[tuple[str, str]]:
    """Near copies by sets of strings; for articles without quotation marks."""
    shingles = {}
    for article, text in articles["text"].items():
        split = re.findall(r"[^\W_]+", text.casefold())
        shingles[article] = {tuple(split[i : i + 5]) for i in range(len(split) - 4)}
    return {
        (a, b)
        for a in shingles
        for b in shingles
        if a < b
        and min(len(shingles[a]), len(shingles[b])) >= FEWEST
        and len(shingles[a] & shingles[b]) >= NEAR * min(len(shingles[a]), len(shingles[b]))
    }


def test_against_plain_sets():
    random = np.random.default_rng(8)
    stories = [words(200) for _ in range(4)]
    starts, lengths = random.integers(0, 120, 26), random.integers(20, 80, 26)
    texts = [
        " ".join(stories[i % 4][start : start + length])
        for i, (start, length) in enumerate(zip(starts, lengths, strict=True))
    ]
    articles = corpus(*texts)
    found = fr.find_duplicates(articles).set_index("article_id")["group"]
    pairs = plain_pairs(articles.articles)
    assert len(pairs) > 10
    label = {article: article for article in articles.articles.index}
    for _ in range(26):
        for a, b in sorted(pairs):
            label[a] = label[b] = min(label[a], label[b])
    expected = {
        frozenset(a for a in label if label[a] == name)
        for name in label.values()
        if sum(other == name for other in label.values()) > 1
    }
    assert len(expected) > 2
    assert {frozenset(members.index) for _, members in found.groupby(found)} == expected


def test_the_wire_stories_of_the_example(example):
    found = fr.find_duplicates(example)
    assert found.drop(columns="overlap").fillna("").to_numpy().tolist() == [
        [0, "w1-ledger", "exact", "", "", AGENCY],
        [0, "w1-standard", "exact", "w1-ledger", "date", AGENCY],
        [1, "w2-meridian", "near", "", "", AGENCY],  # printed on the same day
        [1, "w2-clarion", "near", "", "", AGENCY],
        [2, "w3-observer", "paraphrase", "", "", AGENCY],
        [2, "w3-voice", "paraphrase", "w3-observer", "date", AGENCY],
    ]
    pd.testing.assert_frame_equal(fr.find_duplicates(example, paraphrases=False), found[:4])
    assert len(fr.drop_duplicates(example)) == 70
    assert len(fr.drop_duplicates(example, found)) == 69


def dated(text: str, other: str, one_date: str | None, other_date: str | None) -> list:
    """Who has copied from whom, and how that is known, for articles of outlets A and B."""
    found = fr.find_duplicates(corpus(text, other, date=[one_date, other_date]))
    found = found.set_index("article_id")[["copied_from", "direction"]].fillna("")
    return found.loc[["a00", "a01"]].to_numpy().ravel().tolist()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2025-03-02", "2025-03-03", ["", "", "a00", "date"]),
        ("2025-03-03", "2025-03-02", ["a01", "date", "", ""]),
        ("2025-03-02", "2025-03-02", ["", "", "", ""]),
        ("2025-03-02 09:00", "2025-03-02 11:30", ["", "", "a00", "date"]),
        ("2025-03-02 09:00", "2025-03-02", ["", "", "", ""]),  # midnight is no time of day
        ("2025-03-02 09:00", "2025-03-03", ["", "", "a00", "date"]),
        (None, "2025-03-02", ["", "", "", ""]),
        (None, None, ["", "", "", ""]),
    ],
)
def test_direction_by_date(one, other, expected):
    assert dated(STORY, STORY, one, other) == expected


@pytest.mark.parametrize(
    "credit",
    ["(The Post)", "© The Post", "Source: The Post", "It rained, The Post reported.",
     "It rained, according to The Post, all day.", "First published by The Post."],
)  # fmt: skip
def test_a_copy_that_names_the_other_outlet_is_the_copy(credit):
    frame = corpus(STORY, f"{STORY}\n{credit}").articles
    frame["outlet"] = ["The Post", "B"]
    frame["date"] = ["2025-03-05", "2025-03-02"]  # the source was dated anew
    found = fr.find_duplicates(fr.Corpus.from_frame(frame)).set_index("article_id")
    assert found.loc["a01", ["copied_from", "direction"]].tolist() == ["a00", "credit"]
    assert found["copied_from"].notna().sum() == 1


def test_to_name_an_outlet_is_no_credit():
    frame = corpus(STORY + " The Post Office is shut.", STORY).articles
    frame["outlet"] = ["A", "The Post"]
    assert fr.find_duplicates(fr.Corpus.from_frame(frame))["copied_from"].isna().all()


def test_the_source_of_a_copy_of_a_copy_is_the_nearest():
    text = words(200)
    texts = [" ".join(text[start : start + 100]) for start in (0, 25, 50, 75)]
    dates = [f"2025-03-0{day}" for day in (1, 2, 3, 4)]
    found = fr.find_duplicates(corpus(*texts, date=dates))
    assert found["copied_from"].fillna("").tolist() == ["", "a00", "a01", "a02"]


@pytest.mark.parametrize(
    ("one", "other", "credit"),
    [
        ("{} (AFP)", "{} (Agence France-Presse)", "AFP"),
        ("LONDON (Reuters) - {}", "{}\nSource: Reuters and Xinhua", "Reuters"),
        ("MOSCOW, March 2. /TASS/. {}", "{} (TASS)", "TASS"),
        ("By Ann Lee, Associated Press\n{}", "{}\n© The Associated Press", "AP"),
        ("{} (Continental Press Agency)", "{} [Continental Press Agency]", AGENCY),
        ("{} (AFP)", "{} (Reuters)", None),
        ("{} (AFP)", "{}", None),
        ("{} (AP Photo)", "{} (AP Photo)", None),
        ("{} (NATO)", "{} (NATO)", None),
    ],
)
def test_credits(one, other, credit):
    found = fr.find_duplicates(corpus(one.format(STORY), other.format(STORY)))
    assert found["credit"].fillna("").tolist() == [credit or ""] * 2


def test_credits_in_columns_of_the_corpus():
    agency = ["AFP", "Reuters\nAgence France-Presse", None]
    found = fr.find_duplicates(corpus(STORY, STORY, STORY, agency=agency))
    assert found["credit"].fillna("").tolist() == ["AFP", "AFP", ""]
    found = fr.find_duplicates(corpus(STORY, STORY, author=["dpa", "Ann Lee, dpa"]))
    assert found["credit"].tolist() == ["dpa", "dpa"]


def test_an_agency_that_is_an_outlet_is_its_own_source():
    frame = corpus(STORY + " (TASS)", STORY + " (TASS)").articles
    frame["outlet"] = ["TASS", "B"]
    found = fr.find_duplicates(fr.Corpus.from_frame(frame)).set_index("article_id")
    assert found["credit"].fillna("").to_dict() == {"a00": "", "a01": "TASS"}
    assert found.loc["a01", "copied_from"] == "a00"


@pytest.mark.parametrize(
    ("outlets", "credit", "found"),
    [("AB", "(AFP)", True), ("AB", "(NATO)", False), ("AA", "(AFP)", False)],
)
def test_a_part_of_an_agency_s_text_under_its_credit_is_a_near_copy(outlets, credit, found):
    part = " ".join(STORY.split()[:60])
    texts = [f"{STORY} {credit}", f"{part} {prose(60)} {credit}"]
    assert len(fr.find_duplicates(corpus(*texts, outlets=outlets))) == 2 * found


def test_weights():
    frame = corpus(STORY, prose(40), STORY, STORY[: len(STORY) // 2]).articles
    weighted = fr.weight_duplicates(fr.Corpus.from_frame(frame)).articles["weight"]
    assert weighted.tolist() == pytest.approx([1 / 3, 1, 1 / 3, 1 / 3])
    frame["weight"] = [3, 2, None, 0]
    weighted = fr.weight_duplicates(fr.Corpus.from_frame(frame)).articles["weight"]
    assert weighted.tolist() == pytest.approx([1, 2, 1 / 3, 0])
    assert fr.weight_duplicates(corpus()).articles["weight"].tolist() == []


def test_news2017(news2017):
    found = fr.find_duplicates(news2017).join(news2017.articles, on="article_id")
    repeated = news2017.articles["text"].duplicated(keep=False)
    exact = set(found.loc[found["kind"] == "exact", "article_id"])
    assert set(repeated.index[repeated]) <= exact
    assert 30 <= (found["kind"] == "near").sum() <= 50
    # Reprints of agency stories and of a speech; read and found to be so.
    outlets = found.groupby("group")["outlet"].nunique()
    several = found[found["group"].isin(outlets.index[outlets > 1])]
    first = several.groupby(["kind", "group"])["title"].first().str[:30]
    assert first["near"].tolist() == [
        "SpaceX says tourists to break ",
        "Transcript: Donald Trump Congr",
        "Philippines moves towards re-i",
        "Trump takes aim at Obama's eff",
    ]
    # Stories of an agency, edited by both; read and found to be so.
    assert first["paraphrase"].tolist() == [
        "Malaysia to release, deport N.",
        "Malaysia to cancel visa-free e",
        "Hawaii challenges Trump's new ",
        "Transatlantic flights hit as e",
        "North Korea tests newly develo",
    ]
