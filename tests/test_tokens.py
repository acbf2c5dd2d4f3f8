"""Words and their positions; chunks, and corpora of them."""

from __future__ import annotations

import gc
import unicodedata
import weakref
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingError
from framing.parallel import map_chunks
from framing.tokens import Chunk, Tokens, Types, fold, make_chunk, store

# Every code point there is, lone surrogates and NUL included, and texts full of what rules turn on
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
TRICKY = st.text("aBI1s _.,:;!?'’‘\"“”«»()-–&\n\u0301\ufffd中。€â\x92", max_size=40)
TEXTS = st.one_of(ANY_TEXT, TRICKY)


def one(text: str) -> Chunk:
    return make_chunk(["a"], [text])


def words(text: str) -> list[str]:
    chunk = one(text)
    return chunk.types.strings[chunk.ids].tolist()


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The far-right, so-called ‘plan’",
            ["The", "far-right", ",", "so-called", "‘", "plan", "’"],
        ),
        ("don't don’t O'Neill's workers' '90s", "don't don’t O'Neill's workers ' ' 90s".split()),
        ("U.S.-led, U.S. U.S, a.m. e.g. J. K.", "U.S.-led , U.S. U.S , a.m. e.g. J . K .".split()),
        ("3.5 1,000 10:30 4% $4.5m 1990s 24/7", "3.5 1,000 10:30 4 % $ 4.5m 1990s 24 / 7".split()),
        ("bbc.co.uk end.Next no.5", "bbc.co.uk end . Next no . 5".split()),
        ("AT&T R&D black&white", "AT&T R&D black & white".split()),
        ("wait... no -- ten–twelve!!", "wait ... no -- ten – twelve !!".split()),
        ("#tag @user_name", "# tag @ user_name".split()),
        ("it?s don?t H?cke page?s=1", "it?s don?t H ? cke page ? s = 1".split()),
        ("D\ufffd\ufffdil \ufffd25", ["D\ufffd\ufffdil", "\ufffd", "25"]),
        ("\u201cA\u201d\u00a0B\u200bC", ["\u201c", "A", "\u201d", "B", "C"]),
        ("co\xadop cafe\u0301 e\u0301-mail", ["co\xadop", "cafe\u0301", "e\u0301-mail"]),
        ("हिन्दी में है। नहीं", ["हिन्दी", "में", "है", "।", "नहीं"]),
        ("قال «نعم»؟ می‌خواهم", ["قال", "«", "نعم", "»", "؟", "می‌خواهم"]),
        ('יו"ר אמר "כן"', ['יו"ר', "אמר", '"', "כן", '"']),
        ("中国、東京タワー。", list("中国、東京タワー。")),
        ("한국어 문장 ภาษาไทย", ["한국어", "문장", "ภาษาไทย"]),
        ("\U0001d400\U0001d401 😀😀 👍🏽!", ["\U0001d400\U0001d401", "😀😀", "👍🏽", "!"]),
        ("a\0b \ud800 c", ["a", "b", "\ud800", "c"]),
        (" \n\t\0", []),
        ("", []),
    ],
)
def test_words_by_hand(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def plain_words(text: str) -> list[str]:
    """The rules of `tokenize` once more, one character after another, for ASCII texts."""
    text = f"    {text}    "

    def single_letter(i: int) -> bool:
        return text[i].isalpha() and not text[i - 1].isalnum() and text[i - 1] != "_"

    def initial(i: int) -> bool:
        if not (text[i - 1].isalpha() and not text[i - 2].isalnum() and joined(i - 1)):
            return False
        more = text[i + 1].isalpha() and not text[i + 2].isalnum()
        less = text[i - 2] == "." and text[i - 3].isalpha() and not text[i - 4].isalnum()
        return more or less

    def joined(i: int) -> bool:
        left, here, right = text[i - 1], text[i], text[i + 1]
        if here.isalnum() or here == "_":
            return True
        if here == ".":
            domain = left.islower() and right.islower()
            return domain or (left.isdigit() and right.isdigit()) or initial(i)
        if here in ",:":
            return left.isdigit() and right.isdigit()
        if here == "&":
            return left.isupper() and right.isupper()
        if here == "?":
            endings = ("s", "t", "d", "m", "re", "ve", "ll")
            return left.isalpha() and any(
                text[i + 1 :].startswith(e)
                and not text[i + 1 + len(e)].isalpha()
                and text[i + 1 + len(e)] != "="
                for e in endings
            )
        if here == "-":
            return joined(i - 1) and text[i - 1] not in "-'" and joined_right(i + 1)
        if here == "'":
            return joined(i - 1) and text[i - 1] != "'" and joined_right(i + 1)
        return False

    def joined_right(i: int) -> bool:
        return text[i] not in "-'" and joined(i)

    found: list[str] = []
    previous = " "
    for i in range(4, len(text) - 4):
        here = "w" if joined(i) else " " if text[i].isspace() else text[i]
        if here != " ":
            if here == previous and here not in '"()':
                found[-1] += text[i]
            else:
                found.append(text[i])
        previous = here
    return found


@given(st.text("aBst12_.,:&?-'\"( \n", max_size=25))
def test_words_are_those_of_a_plain_second_implementation(text: str) -> None:
    assert words(text) == plain_words(text)


@given(TEXTS)
def test_positions_cut_the_tokens_out_of_the_text(text: str) -> None:
    chunk = one(text)
    starts, ends = chunk.char_start.tolist(), chunk.char_end.tolist()
    assert [text[a:b] for a, b in zip(starts, ends, strict=True)] == words(text)
    gaps = [text[a:b] for a, b in zip([0, *ends], [*starts, len(text)], strict=True)]
    assert "".join(gap + token for gap, token in zip(gaps, [*words(text), ""], strict=True)) == text
    for gap in gaps:
        assert all(unicodedata.category(c) in ("Cc", "Cf", "Zs", "Zl", "Zp") for c in gap)


@given(st.lists(TEXTS, max_size=5))
def test_an_article_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    together = make_chunk([str(i) for i in range(len(texts))], texts)
    apart = store.join([one(text) for text in texts])
    for name in ("article_offsets", "sentence_offsets", "char_start", "voice", "quotes_reliable"):
        np.testing.assert_array_equal(getattr(together, name), getattr(apart, name))
    strings, others = together.types.strings[together.ids], apart.types.strings[apart.ids]
    assert strings.tolist() == others.tolist()


@given(TEXTS)
def test_a_word_has_a_letter_or_a_digit(text: str) -> None:
    types = one(text).types
    for string, is_word in zip(types.strings, types.is_word, strict=True):
        assert is_word == any(unicodedata.category(c)[0] in "LN" for c in string)


def test_properties_of_types() -> None:
    types = Types.of(["The", "the", "NATO", "A", "3.5", "4th", "don’t", "don't", "!", "İ", "\xad"])
    properties = {
        "is_word": "The the NATO A 3.5 4th don’t don't İ",
        "is_number": "3.5",
        "starts_number": "3.5 4th",
        "is_capital": "The NATO A İ",
        "is_upper": "NATO",
        "is_lower": "the don’t don't",
    }
    for name, expected in properties.items():
        assert types.strings[getattr(types, name)].tolist() == expected.split(), name
    assert types.folded_strings[types.folded].tolist() == [fold(s) for s in types.strings]
    assert types.folded[0] == types.folded[1]
    assert types.folded[6] == types.folded[7]


@pytest.mark.parametrize(
    ("string", "expected"),
    [
        ("DON’T", "don't"),
        ("cafe\u0301", "caf\u00e9"),
        ("Co\u2011op", "co-op"),
        ("co\xadop", "coop"),
        ("we?re", "we're"),
        ("don\ufffdt", "don't"),
        ("D\ufffdil", "d\ufffdil"),
        ("Straße", "strasse"),
        ("?", "?"),
    ],
)
def test_folding(string: str, expected: str) -> None:
    assert fold(string) == expected


# --- chunks and corpora --------------------------------------------------------------------------


def corpus(*texts: str, **columns: Any) -> fr.Corpus:
    return fr.Corpus.from_frame(
        pd.DataFrame({"outlet": "A", "text": list(texts), **columns}),
    )


@pytest.fixture
def six() -> fr.Corpus:
    texts = ["Rain fell. It poured.", "“No,” she said.", "...", "“Oh", "It rained on.", "No"]
    return corpus(*texts, title=["Rain", None, "“No”", "Oh", "", "No"], year=range(6))


def copied(given: fr.Corpus) -> fr.Corpus:
    """The same articles in another place in memory."""
    frame = given.articles.map(lambda value: value)
    return fr.Corpus.from_frame(frame.assign(text=[text + "" for text in frame["text"]]))


def test_sums_over_articles_and_sentences() -> None:
    chunk = make_chunk(["a", "b", "c", "d"], ["", "A b. C!", "...", ""])
    assert chunk.per_article(chunk.word).tolist() == [0, 3, 0, 0]
    assert chunk.per_sentence(np.full(len(chunk.ids), 0.5)).tolist() == [1.5, 1.0, 0.5]
    assert chunk.sentence_article.tolist() == [1, 1, 2]
    assert chunk.article_sentences.tolist() == [0, 0, 2, 3, 3]
    assert chunk.token_sentence.tolist() == [0, 0, 0, 1, 1, 2]
    assert one("").per_article(np.zeros(0)).tolist() == [0.0]


def test_arrays_cannot_be_changed() -> None:
    chunk = one("Rain fell.")
    for array in (chunk.ids, chunk.voice, chunk.types.is_word):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_articles_carry_the_metadata_and_the_counts(six: fr.Corpus) -> None:
    articles = fr.tokenize(six).articles
    assert list(articles) == [
        "outlet",
        "title",
        "year",
        "n_words",
        "n_sentences",
        "quotes_reliable",
    ]
    assert articles["n_words"].tolist() == [4, 3, 0, 1, 3, 1]
    assert articles["n_sentences"].tolist() == [2, 1, 1, 1, 1, 1]
    assert articles["quotes_reliable"].tolist() == [True, True, True, False, True, True]
    assert articles.index.equals(six.articles.index)


def same(one: Tokens, other: Tokens) -> bool:
    names = ("ids", "article_offsets", "sentence_offsets", "char_start", "char_end", "voice")
    return (
        all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)
        and one.types.strings.tolist() == other.types.strings.tolist()
        and one.articles.equals(other.articles)
    )


def test_the_size_of_chunks_changes_nothing(
    six: fr.Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = fr.tokenize(six)
    assert whole.n_chunks == 1
    for name, size in (("CHUNK_ARTICLES", 1), ("CHUNK_ARTICLES", 4), ("CHUNK_BYTES", 25)):
        with monkeypatch.context() as patch:
            patch.setattr(store, name, size)
            parts = fr.tokenize(copied(six))
            assert parts.n_chunks > 1
            assert same(whole, parts)


def count(chunk: Chunk, shift: int) -> int:
    return len(chunk.ids) + shift


def test_streams_and_workers_change_nothing(
    six: fr.Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = fr.tokenize(six)
    monkeypatch.setattr(store, "CHUNK_ARTICLES", 2)
    monkeypatch.setattr(store, "KEPT_ARTICLES", 3)
    streamed = fr.tokenize(copied(six))
    parallel = map_chunks(count, streamed, 100, jobs=2)
    assert parallel == map_chunks(count, streamed, 100, jobs=1) == [113, 103, 105]
    assert next(streamed.chunks()) is not next(streamed.chunks())
    assert same(kept, streamed)
    assert streamed.sentence_text("0", 1) == "It poured."


def test_the_number_of_workers(monkeypatch: pytest.MonkeyPatch, six: fr.Corpus) -> None:
    import framing.parallel as parallel

    tokens = fr.tokenize(six)
    monkeypatch.setenv("FRAMING_JOBS", "three")
    assert map_chunks(count, tokens, 0) == [21]  # small: the setting is not asked for
    monkeypatch.setattr(parallel, "KEPT_ARTICLES", 1)
    with pytest.raises(FramingError, match="FRAMING_JOBS='three'"):
        map_chunks(count, tokens, 0)


def test_headlines(six: fr.Corpus) -> None:
    headlines = fr.tokenize(six, field="title")
    assert (headlines.field, headlines.part) == ("title", "headline")
    assert headlines.articles["n_words"].tolist() == [1, 0, 1, 1, 0, 1]
    assert headlines.text_of("2") == "“No”"
    assert headlines.text_of("1") == ""
    assert headlines.articles["title"].tolist()[0] == "Rain"


def test_select_and_the_text_of_a_sentence(six: fr.Corpus) -> None:
    tokens = fr.tokenize(six)
    some = tokens.select(["4", "0"])
    assert some.articles.index.tolist() == ["4", "0"]
    assert some.articles["n_words"].tolist() == [3, 4]
    assert some.sentence_text("0", 1) == tokens.sentence_text("0", 1) == "It poured."
    assert tokens.text_of("4") == "It rained on."
    with pytest.raises(FramingError, match="'9'"):
        tokens.select(["0", "9"])
    with pytest.raises(FramingError, match="'9'"):
        tokens.text_of("9")
    with pytest.raises(FramingError, match=r"sentence=2 .* has 2"):
        tokens.sentence_text("0", 2)


def test_a_corpus_is_tokenized_once_and_forgotten_with_it(six: fr.Corpus) -> None:
    mine = fr.Corpus.from_frame(six.articles)
    tokens = fr.tokenize(mine)
    assert fr.tokenize(mine) is tokens
    assert fr.tokenize(tokens) is tokens
    assert fr.tokenize(mine, "title") is not tokens
    seen = weakref.ref(tokens)
    del mine, tokens
    gc.collect()
    assert seen() is None


def test_a_column_added_does_not_tokenize_again(six: fr.Corpus) -> None:
    tokens = fr.tokenize(six)
    chunk = next(tokens.chunks())
    aligned = six.with_articles(six.articles.assign(event="rain"))
    again = fr.tokenize(aligned)
    assert next(again.chunks()) is chunk
    assert again.articles["event"].tolist() == ["rain"] * 6
    assert "event" not in tokens.articles
    by_hand = tokens.with_articles(aligned.articles)
    assert next(by_hand.chunks()) is chunk
    assert by_hand.articles.equals(again.articles)
    with pytest.raises(FramingError, match="another index"):
        tokens.with_articles(aligned.articles.iloc[:3])
    fewer = fr.tokenize(six.filter(year=[0, 1]))
    assert fewer.articles["n_words"].tolist() == [4, 3]


def test_language() -> None:
    assert fr.tokenize(corpus("A")).language == "und"
    assert fr.tokenize(corpus("A", "B", language=["en", None])).language == "en"
    assert fr.tokenize(corpus("A", "B", language=["en", "fr"])).language == "mul"


def test_no_articles(six: fr.Corpus) -> None:
    tokens = fr.tokenize(six.filter(outlet="none"))
    assert tokens.n_words == tokens.n_articles == tokens.n_chunks == 0
    assert tokens.article_offsets.tolist() == [0]
    assert list(tokens.articles)[-3:] == ["n_words", "n_sentences", "quotes_reliable"]
    assert map_chunks(count, tokens, 0) == []
    assert tokens.select([]).n_articles == 0
    assert len(tokens.types) == 0


def test_what_cannot_be_tokenized(six: fr.Corpus) -> None:
    with pytest.raises(FramingError, match="field='body'"):
        fr.tokenize(six, field="body")
    with pytest.raises(FramingError, match="field='title' is not a column"):
        fr.tokenize(corpus("A"), field="title")


def test_an_article_too_long_for_its_positions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("framing.tokens.scan.LONGEST_TEXT", 10)
    assert words("Rain fel")
    with pytest.raises(FramingError, match="at most 10 are taken"):
        one("Rain fell.")


def test_an_article_of_ten_megabytes() -> None:
    sentence = "“It rained on the so-called plan,” she said on Monday. "
    text = sentence * (10_000_000 // len(sentence))
    big, small = one(text), one(sentence)
    times = len(text) // len(sentence)
    assert len(big.ids) == times * len(small.ids)
    assert big.n_sentences == times
    assert big.voice.sum() == times * small.voice.sum()
