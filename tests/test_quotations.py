"""Quotations: kinds, bounds, cues and speakers, by hand; what must hold of any text."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.quoting.cues import forms
from framing.quoting.table import COLUMNS, KINDS

PLACES = [name for name in COLUMNS if name.endswith(("_start", "_end"))]


def corpus_of(*texts: str) -> fr.Corpus:
    ids = [f"a{i}" for i in range(len(texts))]
    frame = pd.DataFrame({"article_id": ids, "outlet": "A", "text": list(texts)})
    return fr.Corpus.from_frame(frame)


def found(text: str) -> list[tuple[str, str, str | None, str | None, str | None]]:
    """Kind, content, cue, mention and speaker of each quotation of one article."""
    rows = []
    for row in fr.quotations(corpus_of(text)).itertuples():
        spans = [
            None if pd.isna(start) else text[start:end]
            for start, end in (
                (row.content_start, row.content_end),
                (row.cue_start, row.cue_end),
                (row.speaker_start, row.speaker_end),
            )
        ]
        rows.append((row.kind, *spans, None if pd.isna(row.speaker) else row.speaker))
    return rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It rained,” said Ann Lee.", ("“It rained,”", "said", "Ann Lee", "Ann Lee")),
        ("“It rained,” Ann Lee said.", ("“It rained,”", "said", "Ann Lee", "Ann Lee")),
        ("Ann Lee said: “It rained.”", ("“It rained.”", "said", "Ann Lee", "Ann Lee")),
        ('Ann Lee said, "It rained."', ('"It rained."', "said", "Ann Lee", "Ann Lee")),
        (
            "“It rained,” Ann Lee has also said. “It poured.”",
            ("“It rained,” Ann Lee has also said. “It poured.”", "has also said", "Ann Lee"),
        ),
        (
            "“It rained,” said Ann Lee, a nurse who lives in Hull, on Monday.",
            ("“It rained,”", "said", "Ann Lee, a nurse who lives in Hull", "Ann Lee"),
        ),
        (
            "“It rained,” Ann Lee, a farmer, poet and mother, said on Monday.",
            ("“It rained,”", "said", "Ann Lee, a farmer, poet and mother", "Ann Lee"),
        ),
        (
            "Ann Lee continued:\n\n“It rained.\n\n“It poured.”",
            ("“It rained.\n\n“It poured.”", "continued", "Ann Lee", "Ann Lee"),
        ),
        (
            "“We pay,” Mr. Lee told Reuters as he left.",
            ("“We pay,”", "told", "Mr. Lee", "Lee"),
        ),
        ("“Rain!” she deadpanned.", ("“Rain!”", "deadpanned", "she", "she")),
        ("“It rained.”\n\n— Ann Lee, Hull", ("“It rained.”", "—", "Ann Lee, Hull", "Ann Lee")),
        ("His verdict: “It rained all day.”", ("“It rained all day.”", ":", "His verdict")),
        (
            "“The rain,” Marcia “Cia” Price said, “is a pity.”",
            ("“The rain,” Marcia “Cia” Price said, “is a pity.”", "said", "Marcia “Cia” Price"),
        ),
    ],
)
def test_direct_quotations(text: str, expected: tuple[str, ...]) -> None:
    direct = [row for row in found(text) if row[0] == "direct"]
    assert len(direct) == 1
    assert direct[0][1 : len(expected) + 1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said that it was “a mess” again.", ("that it was “a mess” again", "said", "She")),
        (
            "Trump told a crowd in Ohio on Monday that it was “a mess”, but he left.",
            ("that it was “a mess”", "told", "Trump"),
        ),
        (
            "The plan is “a mess”, Ann Lee said.",
            ("The plan is “a mess”", "said", "Ann Lee"),
        ),
        (
            "The plan, Ann Lee said, was “a mess” from the start.",
            ("The plan, Ann Lee said, was “a mess” from the start", "said", "Ann Lee"),
        ),
        (
            "According to Ann Lee, the plan is “a mess”.",
            ("the plan is “a mess”", "According to", "Ann Lee"),
        ),
        ("Lee called the plan “a mess”.", ("the plan “a mess”", "called", "Lee")),
        (
            "Lee says the claim that it is “a mess” which Roe called “mad” is wrong.",
            ("the claim that it is “a mess” which Roe called “mad” is wrong", "says", "Lee"),
        ),
        (
            "He was described by Ann Lee as a “fool”.",
            ("as a “fool”", "was described", "Ann Lee"),
        ),
    ],
)
def test_a_mixed_quotation_is_the_whole_clause(text: str, expected: tuple[str, ...]) -> None:
    mixed = [row for row in found(text) if row[0] == "mixed"]
    assert [row[1:4] for row in mixed] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee said that it rained a lot.", ("that it rained a lot", "said", "Ann Lee")),
        ("Ann Lee said it was raining.", ("it was raining", "said", "Ann Lee")),
        ("It rained all day, Ann Lee said.", ("It rained all day", "said", "Ann Lee")),
        ("It rained all day, said Ann Lee.", ("It rained all day", "said", "Ann Lee")),
        (
            "It rained all day, according to the mayor, Ann Lee.",
            ("It rained all day", "according to", "the mayor, Ann Lee"),
        ),
        (
            "Lee promised on Monday to pay the bill.",
            ("to pay the bill", "promised", "Lee"),
        ),
    ],
)
def test_indirect_quotations(text: str, expected: tuple[str, ...]) -> None:
    assert [row[:4] for row in found(text)] == [("indirect", *expected)]


@pytest.mark.parametrize(
    "text",
    [
        "The report of the ministry is long and was read by many.",
        "The United States has its charges and its claims.",
        "He is accused of theft and was known as a fool.",
        "She said nothing.",
        "Ann Lee, who was told off, went home.",
    ],
)
def test_no_verb_of_speech_no_quotation(text: str) -> None:
    assert found(text) == []


def test_scare_quotes_and_headings_are_nobodys_words() -> None:
    text = (
        "‘Fake news’\n\nThe so-called “reform” passed. He read “War and Peace” on the train."
        " She spoke on the show “Face the Nation” on Sunday."
    )
    assert [(kind, content) for kind, content, *_ in found(text)] == [
        ("heading", "‘Fake news’"),
        ("scare", "“reform”"),
        ("heading", "“War and Peace”"),
        ("heading", "“Face the Nation”"),
    ]


def test_several_cues_in_a_sentence_have_quotations_of_their_own() -> None:
    text = "Roe said he was “sad” and that it was “bad”, while Lee called him a “liar”."
    assert [row[:4] for row in found(text)] == [
        ("mixed", "he was “sad” and that it was “bad”", "said", "Roe"),
        ("mixed", "him a “liar”", "called", "Lee"),
    ]


def test_a_sentence_of_quotation_alone_carries_on_only_what_stands_next_to_it() -> None:
    text = "“A,” said Ann Lee. “It rains.” The day ended. “It was late.”"
    assert [row[1] for row in found(text)] == ["“A,” said Ann Lee. “It rains.”", "“It was late.”"]
    assert found(text)[1][4] == "Ann Lee"  # implied: the last who spoke


def test_behind_an_indirect_quotation_a_direct_one_begins() -> None:
    text = "Ann Lee said that it rained a lot. “It poured.”"
    assert found(text) == [
        ("indirect", "that it rained a lot", "said", "Ann Lee", "Ann Lee"),
        ("direct", "“It poured.”", "said", "Ann Lee", "Ann Lee"),
    ]


def speakers(text: str) -> list[str | None]:
    return [row[4] for row in found(text)]


def test_mentions_lead_back_to_the_last_name_that_fits() -> None:
    text = (
        "Theresa Lowe, the finance minister, met Mark Dole, a farmer. “It is late,” Dole said."
        " “It is not,” said the minister. “It is,” he said. “Fine,” she said."
    )
    assert speakers(text) == ["Mark Dole", "Theresa Lowe", "Mark Dole", "Theresa Lowe"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fan Jing came. “It rains,” Fan says. Dr Fan Jing left.", ["Fan Jing"]),
        ("Turkey's President Recep Erdogan said: “No.”", ["Recep Erdogan"]),
        ("Former Attorney General Jeff Hall said: “No.”", ["Jeff Hall"]),
        ("Minister for Transport Shane Ross said: “No.”", ["Shane Ross"]),
        ("AI's General Secretary in Hull, Max N. Roe, said: “No.”", ["Max N. Roe"]),
        ("College of Medicine Dean William Hall said: “No.”", ["William Hall"]),
        ("Ellie Gutt, 18, from the US said: “No.”", ["Ellie Gutt"]),
        ("The group's leader, Ann Lee, said: “No.”", ["Ann Lee"]),
        ("Officials said: “No one was hurt.”", ["Officials"]),
        ("Samsung officials said: “No one was hurt.”", ["Samsung officials"]),
        ("A spokesman for the White House said: “No.”", ["A spokesman"]),
        ("Ann Lee, who said “No one came”, left.", ["Ann Lee"]),
        ("The BBC said it was late. It added: “We know.”", ["BBC", "BBC"]),
        ("Brian Kelly left. “No,” Kelly said.", ["Brian Kelly"]),
        ("The president left the room. “I go,” he said.", ["The president"]),
        ("“I go,” he said.", ["he"]),
    ],
)
def test_speakers(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


def test_names_between_marks_are_no_antecedents() -> None:
    text = "Ann Lee, a nurse, came. “Mary Roe told me,” she said."
    assert speakers(text) == ["Ann Lee"]


def test_damaged_marks_are_tolerated_and_said_to_be_unreliable() -> None:
    for text in (
        "?We will win,? Ann Lee said to the people of the town. They don?t know.",
        "\ufffdWe will win,\ufffd Ann Lee said. They don\ufffdt know.",
        '"We will win," Ann Lee said. "Now, he left.',
    ):
        table = fr.quotations(corpus_of(text))
        first = table.iloc[0]
        assert (first["kind"], first["cue"], first["speaker"]) == ("direct", "said", "Ann Lee")
        assert text[first["content_start"] : first["content_end"]][1:-1] == "We will win,"
        assert not table["reliable"].any()


def test_the_table_says_what_it_holds() -> None:
    table = fr.quotations(fr.example())
    assert table.columns.tolist() == COLUMNS
    assert (table.dtypes[PLACES] == "Int64").all()
    assert table["reliable"].all()
    assert set(table["kind"]) <= set(KINDS)
    assert table["article_id"].isin(fr.example().articles.index).all()
    assert (table["content_start"] < table["content_end"]).all()
    direct = table[table["kind"] == "direct"]
    assert direct["speaker"].notna().all()
    assert (direct["quoted_words"] <= direct["words"]).all()


@pytest.mark.parametrize(
    "text", ["", "...", "“", "“”", "”“", '"', "said", "said said said", "According to"]
)
def test_nothing_is_found_in_nothing(text: str) -> None:
    table = fr.quotations(corpus_of(text))
    assert len(table) == 0
    assert (table.dtypes[PLACES] == "Int64").all()


def test_no_articles_and_titles() -> None:
    empty = fr.quotations(fr.tokenize(fr.example()).select([]))
    assert empty.columns.tolist() == COLUMNS
    assert len(empty) == 0
    frame = pd.DataFrame(
        {"outlet": ["A", "B"], "text": ["x", "y"], "title": ["Lee Says Plan Is “Unfit”", None]}
    )
    tokens = fr.tokenize(fr.Corpus.from_frame(frame), field="title")
    table = fr.quotations(tokens)
    assert table[["kind", "cue", "speaker"]].values.tolist() == [["mixed", "Says", "Lee"]]


def test_other_scripts_have_marks_and_no_cues() -> None:
    table = fr.quotations(
        corpus_of("他说：「今天下雨了，我们不去。」", "Он сказал: «Идёт дождь весь день».")
    )
    assert table["kind"].isin(["direct", "scare", "mixed"]).all()
    assert len(table) == 2


WORDS = (
    "he she Ann Lee said says told claims called that it was a the minister to by according and but"
    " who , . ? : ; — “ ” \" ' ’ ( ) \n Mr. Monday in rain reporters saying added not"
).split(" ")


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_what_holds_of_any_text(words: list[str]) -> None:
    text = " ".join(["Rain", *words]).replace(" ,", ",").replace("“ ", "“").replace(" ”", "”")
    tokens = fr.tokenize(corpus_of(text, "“No,” he said."))
    table = fr.quotations(tokens)
    own = table[table["article_id"] == "a0"]
    for name in ("content", "cue", "speaker"):
        start = own[f"{name}_start"].dropna().astype(int)
        end = own[f"{name}_end"].dropna().astype(int)
        assert (start >= 0).all()
        assert (start < end).all()
        assert (end <= len(text)).all()
    assert own["content_start"].notna().all()
    assert (own["quoted_words"] <= own["words"]).all()
    other = table[table["article_id"] == "a1"]
    assert other[["kind", "cue", "speaker"]].values.tolist() == [["direct", "said", "he"]]
    chunk = next(tokens.chunks())
    if chunk.quotes_reliable[0]:
        inside = chunk.word & (chunk.voice == 1) & (chunk.token_article == 0)
        assert own["quoted_words"].sum() == inside.sum()


def test_articles_do_not_depend_on_their_neighbours() -> None:
    corpus = fr.example()
    whole = fr.quotations(corpus)
    ids = corpus.articles.index[::7]
    part = fr.quotations(fr.tokenize(corpus).select(ids))
    alone = whole[whole["article_id"].isin(ids)].reset_index(drop=True)
    pd.testing.assert_frame_equal(part, alone)


def test_forms_of_verbs() -> None:
    assert forms("say") == ["says", "said", "saying"]
    assert forms("quip") == ["quips", "quipped", "quipping"]
    assert forms("confess") == ["confesses", "confessed", "confessing"]


@pytest.fixture
def validity(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[1] / "benchmarks"))
    import validity_quotations

    yield validity_quotations
    sys.modules.pop("validity_quotations")


def test_overlap_and_matching(validity) -> None:
    assert validity.overlap(0, 10, [[5, 15]]) == pytest.approx(5 / 15)
    assert validity.overlap(0, 10, [[0, 4], [6, 10]]) == pytest.approx(8 / 10)
    pairs = pd.DataFrame({"f": [0, 0, 1], "g": [0, 1, 0], "overlap": [0.9, 0.8, 0.7]})
    assert validity.matched(pairs, 0.3).index.tolist() == [0]
    assert validity.matched(pairs.iloc[[1, 2]], 0.75).index.tolist() == [1]


def test_quotations_of_annotated_articles(validity, shared: Path) -> None:
    articles, gold = validity.read(shared / "bench")
    table = fr.quotations(fr.Corpus.from_frame(articles))
    table[PLACES] = table[PLACES].astype("Float64").astype(float)
    marked = table[table["kind"].isin(["direct", "mixed"])]
    for threshold, floor in ((0.3, 0.93), (0.8, 0.82)):
        hits, n_found, there = validity.scored(marked, gold, gold["double"], threshold).sum()
        assert 2 * hits / (n_found + there) > floor


def test_every_quoted_word_of_news_belongs_to_one_quotation(news2017: fr.Corpus) -> None:
    tokens = fr.tokenize(news2017)
    tokens = tokens.select(tokens.articles.index[::6])
    table = fr.quotations(tokens)
    sums = table.groupby("article_id")["quoted_words"].sum()
    for chunk in tokens.chunks():
        inside = chunk.per_article(chunk.word & (chunk.voice == 1))
        got = sums.reindex(chunk.article_ids, fill_value=0).to_numpy()
        assert np.array_equal(got[chunk.quotes_reliable], inside[chunk.quotes_reliable])
    assert tokens.articles.loc[table["article_id"], "quotes_reliable"].tolist() == (
        table["reliable"].tolist()
    )
