"""Where sentences end and what is quoted: by hand, against Punkt, and against annotators."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.tokens import Chunk, make_chunk


def one(text: str) -> Chunk:
    return make_chunk(["a"], [text])


def sentences(text: str) -> list[str]:
    chunk = one(text)
    starts, ends = chunk.sentence_offsets[:-1], chunk.sentence_offsets[1:]
    return [
        text[chunk.char_start[a] : chunk.char_end[b - 1]] for a, b in zip(starts, ends, strict=True)
    ]


def quoted(text: str) -> list[str] | None:
    """What is quoted; None where the marks are unreliable."""
    chunk = one(text)
    if not chunk.quotes_reliable[0]:
        assert not chunk.voice.any()
        return None
    change = np.diff(np.concatenate([[0], chunk.voice, [0]]).astype(int))
    spans = zip(np.flatnonzero(change > 0), np.flatnonzero(change < 0), strict=True)
    return [text[chunk.char_start[a] : chunk.char_end[b - 1]] for a, b in spans]


# --- sentences -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expected",
    [
        ["Rain fell.", "It stopped."],
        ["Mr. Smith met Gen. Jones on St. Mary St. in Oslo.", "No. 5 won."],
        ["J. K. Rowling wrote it.", "She won."],
        ["He left the U.S. in May.", "He went to the U.S.", "The rest stayed."],
        ["It closed at 5 p.m. on Monday.", "It opens at 9 a.m.", "But not today."],
        [
            "It is run by Acme Inc. of Ohio.",
            "Sen. Durbin (D-Ill.) agreed.",
            "(He did.)",
            "So did I.",
        ],
        ["“It rained.”", "Then it stopped.", "‘Really?’ he asked.", "“Yes!”", "She left."],
        ['"It rained," he said.', '"It poured."', "(It did.)", "So?!", "Yes."],
        ['He said "no."', "Then he left."],
        ["He waited... and waited ... in vain.", "Then ...", "Nothing came."],
        ["He scored 3.5 of 4.", "See bbc.co.uk now.", "ok then."],
        ["今日は雨です。", "明日は？", "「はい。」", "そう。"],
        ["यह है।", "वह है।", "هل هذا؟", "نعم."],
        ["« Bonjour. »", "Il part."],
    ],
)
def test_sentences_by_hand(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_a_quotation_that_closes_before_a_capital_ends_a_sentence_without_a_space() -> None:
    assert sentences('He said "no."Then he left.') == ['He said "no."', "Then he left."]
    assert sentences("He left.Then") == ["He left.Then"]


def test_a_blank_line_ends_a_sentence_and_a_wrapped_line_does_not() -> None:
    assert sentences("Read more\n\nRain fell\non Oslo.") == ["Read more", "Rain fell\non Oslo."]
    assert sentences("Read more\r\n \r\nRain") == ["Read more", "Rain"]


def test_in_an_article_with_long_lines_every_line_is_a_paragraph() -> None:
    long = "word " * 50
    assert sentences(f"Read more\nRain fell\n{long}") == ["Read more", "Rain fell", long.strip()]
    # The article beside it is wrapped all the same.
    chunk = make_chunk(["a", "b", "c"], ["Rain\nfell", f"Read\n{long}", "Rain\nfell"])
    assert np.diff(chunk.article_sentences).tolist() == [1, 2, 1]


# --- voice ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Hi," he said. "Go."', ["Hi,", "Go."]),
        ("“Hi,” he said. “Go.”", ["Hi,", "Go."]),
        ("``Hi,'' he said. ''Go.''", ["Hi,", "Go."]),
        ('the "so-called" plan ("plan B") and "x"--y', ["so-called", "plan B", "x"]),
        ('"We go,"he said:"No."', ["We go,", "No."]),
        ("no marks, the workers' rights, rock 'n' roll, '90s, ’tis", []),
        ("He is 6'2\" tall and 5' wide.", []),
        ("‘It’s the workers’ due,’ he said, ‘not ’em.’", ["It’s the workers’ due,", "not ’em."]),
        ("'It's the workers' fault,' he said. 'No.'", ["It's the workers' fault,", "No."]),
        ("'We saw 'em in the '90s,' he said of 'strikers' here", [
            "We saw 'em in the '90s,", "strikers"]),
        ("'Acme Inc.'s plan,' he said. Jones Jr.'s too.", ["Acme Inc.'s plan,"]),
        ("‘He said “go” and I went,’ she said.", ["He said “go” and I went,"]),
        ("“He said ‘go’ and I went,” she said.", ["He said ‘go’ and I went,"]),
        ('"He said \'go\' and I went," she said.', ["He said 'go' and I went,"]),
        ("“He said “go” and I went,” she said.", ["He said “go” and I went,"]),
        ("„Hallo“, »Nein«, « Oui », «Ja», ”Hej”", ["Hallo", "Nein", "Oui", "Ja", "Hej"]),
        ("他说：“你好。”「是」", ["你好。", "是"]),
        ("“One.\n\n“Two.\n\n“Three,” he said. “Four.”", ["One.\n\n“Two.\n\n“Three,", "Four."]),
        ('"One.\n\n"Two," he said.', ['One.\n\n"Two,']),
        ("‘One.\n\n‘Two,’ he said.", ["One.\n\n‘Two,"]),
        ('"One. "Two," he said.', ['One. "Two,']),
        ("", []),
        ("\"'?!…", None),
    ],
)  # fmt: skip
def test_quoted_words_by_hand(text: str, expected: list[str] | None) -> None:
    assert quoted(text) == expected


PIECES = st.lists(
    st.sampled_from(["Rain", "fell", "the workers’ due", "don’t", "far-right", "3.5"]), min_size=1
).map(" ".join)
STYLES = ("“”", '""', "«»", "„“", "「」", "‘’", "''", ["« ", " »"], ["(“", "”)"])


@given(st.lists(st.tuples(PIECES, PIECES), min_size=1, max_size=5), st.sampled_from(STYLES))
def test_what_stands_between_marks_is_quoted(pairs: list[tuple[str, str]], style: Any) -> None:
    opening, closing = style
    straight = "'" in opening
    text = ""
    for own, said in pairs:
        text += f"Now {own} came: {opening}{said}, so{closing} in all. "
    text = text.replace("’", "'") if straight else text
    expected = [f"{said}, so" for _, said in pairs]
    assert quoted(text) == [e.replace("’", "'") if straight else e for e in expected]


@pytest.mark.parametrize(
    "text",
    [
        '"One," he said. "Two.',
        "One,” he said.",
        "“One.\n\nTwo.\n\n“Three,” he said.",
        "“One.\n\nTwo,” he said.",
        'He said "one "two" three" four.',
        "said: ‘One. Two.",
        "One.' he said.",
        '"' + "word " * 401 + '"',
    ],
)
def test_marks_that_do_not_add_up_are_unreliable(text: str) -> None:
    assert quoted(text) is None


@pytest.mark.parametrize(
    "text",
    [
        'the "plan"?of action',
        'the "plan"?2 of them',
        "he said ?We go,? she said",
        "I don?t know",
        'I don"t know',
        "he said \ufffdWe go,\ufffd she said",
        "he said \x93We go,\x94 she said",
        "he said â€œWe goâ€\x9d",
    ],
)
def test_damaged_marks_are_unreliable(text: str) -> None:
    assert quoted(text) is None
    assert quoted('Really? "Yes?" Only 5%? "No"? Or: page?s=1, caf\ufffd, \ufffd25, ?10m.') == [
        "Yes?",
        "No",
    ]


def test_one_unreliable_article_leaves_its_neighbours_alone() -> None:
    chunk = make_chunk(["a", "b", "c", "d"], ['"A" b', '"C d', "", '"E"'])
    assert chunk.quotes_reliable.tolist() == [True, False, True, True]
    assert chunk.types.strings[chunk.ids[chunk.voice == 1]].tolist() == ["A", "E"]


# --- real articles -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bench() -> dict[str, Any]:
    folder = Path(__file__).parents[1] / "benchmarks"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        return runpy.run_path(str(folder / "bench_tokens.py"))


@pytest.mark.external
def test_sentences_end_where_punkt_ends_them(news2017: fr.Corpus, bench: dict[str, Any]) -> None:
    texts = news2017.articles["text"]
    damaged = texts.map(lambda text: bench["DAMAGE"].search(text) is not None)
    scores = {}
    for name, chosen in (("intact", texts[~damaged][::3]), ("damaged", texts[damaged][::3])):
        scores[name], _ = bench["agreement"](chosen.index.tolist(), chosen.tolist())
    assert scores["intact"] > 0.994
    assert scores["damaged"] > 0.94


@pytest.mark.external
def test_outlets_whose_marks_were_lost_are_flagged(news2017: fr.Corpus) -> None:
    articles = fr.tokenize(news2017).articles
    share = articles.groupby("outlet")["quotes_reliable"].mean()
    assert share["HuffPost"] < 0.1
    assert share["ABC News"] < 0.4
    assert share[["BBC", "CNN", "China Daily"]].min() > 0.88
    assert share.drop(["HuffPost", "ABC News"]).min() > 0.69


@pytest.mark.external
def test_straight_and_single_marks_are_read_as_the_curly_ones(shared: Path) -> None:
    """Curly marks say which way they go; the others must come to the same."""
    lines = (shared / "bench" / "quotes_polnear_dev.jsonl").read_text(encoding="utf-8")
    articles = [json.loads(line) for line in lines.splitlines()]
    curly = [article["text"] for article in articles]
    straight = [t.translate(str.maketrans("“”‘’", "\"\"''")) for t in curly]
    masks = [quoted_characters(text) for text in curly]
    pairs = [
        (a, b)
        for a, b in zip(masks, map(quoted_characters, straight), strict=True)
        if a is not None and b is not None
    ]
    assert len(pairs) > 0.87 * len(articles)
    assert all(np.array_equal(a, b) for a, b in pairs)

    # As British papers print them; where nothing is quoted within, since that would be “so”.
    plain = [i for i, text in enumerate(curly) if not set('‘"') & set(text) and "“" in text]
    assert len(plain) > 14
    for table in ("‘’", "''"):
        british = [quoted_characters(curly[i].translate(str.maketrans("“”", table))) for i in plain]
        pairs = [
            (masks[i], b)
            for i, b in zip(plain, british, strict=True)
            if masks[i] is not None and b is not None
        ]
        assert len(pairs) > 0.9 * len(plain)
        agree = sum((a == b).mean() for a, b in pairs) / len(pairs)
        assert agree > 0.995


@pytest.mark.external
def test_what_is_quoted_is_attributed_to_somebody(shared: Path) -> None:
    """Annotators marked what is attributed to a source; quoted words lie within."""
    within = total = 0
    lines = (shared / "bench" / "quotes_polnear_dev.jsonl").read_text(encoding="utf-8")
    for article in map(json.loads, lines.splitlines()):
        found = quoted_characters(article["text"])
        content = np.zeros(len(article["text"]), dtype=bool)
        for attribution in article["attributions"]:
            for start, end in attribution.get("content", []):
                content[start:end] = True
        if found is not None:
            within, total = within + int((found & content).sum()), total + int(found.sum())
    assert within / total > 0.97


def quoted_characters(text: str) -> np.ndarray | None:
    """bool (len(text),): the characters of quoted tokens; None where marks are unreliable."""
    chunk, found = one(text), np.zeros(len(text), dtype=bool)
    said = chunk.voice == 1
    for start, end in zip(chunk.char_start[said], chunk.char_end[said], strict=True):
        found[start:end] = True
    return found if chunk.quotes_reliable[0] else None
