"""Cleaning: characters, furniture and fields, and the way back."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing as fr
from framing.cleaning import clean_articles, diffs, original_text
from framing.cleaning.edits import Change, apply, compose, undo
from framing.cleaning.marks import CHARACTERS_LOST, MARKS_LOST, is_english, restored
from framing.errors import FramingError

BEFORE = "The council of Tolby met on Friday to talk about the harbour and the price of the ferry."
AFTER = "Its next meeting is in December, the office of the mayor said in a letter to the crew."


def corpus_of(*texts: str, **columns: object) -> fr.Corpus:
    frame = pd.DataFrame({"outlet": [f"Paper {i}" for i in range(len(texts))], "text": texts})
    return fr.Corpus.from_frame(frame.assign(**columns))


def clean(text: str, **columns: object) -> str:
    return str(clean_articles(corpus_of(text, **columns)).articles["text"].iloc[0])


def same(one: fr.Corpus, other: fr.Corpus) -> bool:
    return (
        one.articles.equals(other.articles)
        and one.receipt.edits.equals(other.receipt.edits)
        and one.receipt.repaired.equals(other.receipt.repaired)
    )


# Edits


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, list[list[Change]]]:
    """A text and some rounds of changes, each on the text as the one before has left it."""
    text = original = draw(st.text("abc", max_size=12))
    rounds = []
    for _ in range(draw(st.integers(1, 4))):
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        spans = list(zip(cuts[::2], cuts[1::2], strict=False))
        changes = [Change(a, b, draw(st.text("xyz", max_size=3)), "kind") for a, b in spans]
        rounds.append(changes)
        text = apply(text, changes)
    return original, rounds


@given(changed())
def test_edits_of_many_rounds_are_one_layer_that_can_be_undone(
    case: tuple[str, list[list[Change]]],
) -> None:
    original, rounds = case
    text, edits = original, []
    for changes in rounds:
        edits, text = compose(text, edits, changes), apply(text, changes)
    assert undo(text, edits) == original
    forward = [Change(e.start, e.start + len(e.original or ""), e.replacement, "") for e in edits]
    assert apply(original, forward) == text
    assert all(edit.original != edit.replacement for edit in edits)


PIECES = [
    BEFORE,
    AFTER,
    "Skip to main content",
    "By Ann Lee and Bo Chan",
    "TOLBY (Reuters) - The ferry sank on Friday, and nobody was hurt, the owner of it said.",
    "He said it won?t rain. ?We will,? he said, ?wait and see,? and he did.",
    "It didn\"t rain.\"?She said \"�yes\"?and left.- Then it did.",
    "â€œWe willâ€\x9d wait, CafÃ© owners say. IsraelÂ too. Ã¢â‚¬â„¢",
    "Fish &amp;amp; chips &#8217; &nbsp; &lt;b&gt;",
    "Read more »",
    "A headline about the harbour",
    "(AFP, dpa)",
    "Source: Al Jazeera and news agencies",
    "___",
    "Related articles",
    "'There is no plan for the harbour at all'",
    '"There is no plan for the harbour at all," said the owner of the mill in Redwater.',
    "- A resident",
    "Image source, Getty Images",
    "The boats at dawn (AFP)",
    "Ann Lee reported from Tolby.",
    "Sign up to our newsletter",
    "\u200b\ufeff so\u00adft",
    "??", "\ufffd", "-", "...", '"', "\n", " ", "\r", "© AFP", "/TASS/. ", "Â", "鈥檚",
]  # fmt: skip


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("AB"),
            st.lists(
                st.tuples(
                    st.sampled_from(PIECES) | st.text(max_size=20),
                    st.sampled_from(["\n\n", "\n", " "]),
                ),
                min_size=1,
                max_size=8,
            ),
            st.none() | st.sampled_from(PIECES),
        ),
        max_size=7,
    )
)
def test_cleaning_can_be_undone_and_done_again(
    articles: list[tuple[str, list[tuple[str, str]], str | None]],
) -> None:
    frame = pd.DataFrame(
        [(outlet, "".join(map("".join, parts)), title) for outlet, parts, title in articles],
        columns=["outlet", "text", "title"],
        dtype=object,
    )
    corpus = fr.Corpus.from_frame(frame)
    once = clean_articles(corpus)
    assert len(once) == len(corpus)
    assert once.articles["text"].str.strip().ne("").all()
    for article_id, row in corpus.articles.iterrows():
        assert original_text(once, article_id) == row["text"]
        if isinstance(row["title"], str):
            assert original_text(once, article_id, "title") == row["title"]
        elif "title" in once.articles:
            assert original_text(once, article_id, "title") is None
    assert same(clean_articles(once), once)
    # without its history a clean corpus is clean all the same
    bare = fr.Corpus.from_frame(once.articles)
    assert clean_articles(bare).articles.equals(bare.articles)


def test_edits_of_a_corpus_that_was_cleaned_before_are_put_together() -> None:
    corpus = corpus_of(f"{BEFORE} It won?t rain &amp; snow.\n\n{AFTER}")
    once = clean_articles(corpus)
    frame = once.articles
    frame["text"] = once.articles["text"]
    again = clean_articles(once.with_articles(frame))
    assert original_text(again, "0") == corpus.articles.loc["0", "text"]
    assert len(again.receipt.edits) == 2


def test_a_text_changed_since_cleaning_has_no_way_back() -> None:
    once = clean_articles(corpus_of(f"{BEFORE} It won?t rain.\n\n{AFTER}"))
    frame = once.articles
    frame["text"] = "Something else."
    with pytest.raises(FramingError, match="changed after cleaning"):
        original_text(once.with_articles(frame), "0")


def test_original_text_names_what_is_not_there() -> None:
    corpus = corpus_of(BEFORE)
    with pytest.raises(FramingError, match="article_id='x' is not in the corpus"):
        original_text(corpus, "x")
    with pytest.raises(FramingError, match="field='headline' is not a column"):
        original_text(corpus, "0", "headline")


def test_what_is_clean_is_returned_as_it_is(example: fr.Corpus) -> None:
    corpus = corpus_of(BEFORE, AFTER)
    assert clean_articles(corpus) is corpus
    assert (
        clean_articles(fr.Corpus.from_frame(pd.DataFrame({"outlet": [], "text": []}))) is not None
    )
    cleaned = clean_articles(example)
    # The agency is named below its stories, which are no part of the twelve events.
    assert set(cleaned.receipt.repaired["repair"]) == {"agency credit taken out"}
    assert cleaned.articles["agency"].notna().sum() == 6
    differ = cleaned.articles["text"] != example.articles["text"]
    assert set(example.articles.index[differ]) == set(cleaned.receipt.repaired["article_id"])
    assert (cleaned.articles.loc[differ, "agency"] == "Continental Press Agency").all()


@pytest.mark.parametrize(
    "text", ["?!", "…", "«»", "-", "Skip to main content", "By Ann Lee", "(AFP)"]
)
def test_an_article_is_never_left_without_text(text: str) -> None:
    assert clean(text).strip()


# Characters


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
@given(text=st.text(st.sampled_from("abc DE.,’‘“”—–…éèüñçøåßÉÀŁąęşığ€£°«»½😀"), max_size=40))
def test_mojibake_is_undone(codec: str, times: int, text: str) -> None:
    from framing.cleaning import encoding

    damaged = text
    for _ in range(times):
        damaged = _misread(damaged, codec)
    mended = damaged
    for _ in range(times):
        mended = apply(mended, encoding.mojibake(mended))
    if codec == "latin-1" or not any(mark in text for mark in "”"):
        # an É or Ł before a mark may stand in a text that is sound: only words decide
        assert mended == text or any(char in text for char in "éèüñçøåßÉÀŁąęşığ«»°½£")


def _misread(text: str, codec: str) -> str:
    read = {byte: bytes([byte]).decode(codec, "replace") for byte in range(256)}
    return "".join(chr(b) if read[b] == "\ufffd" else read[b] for b in text.encode())


@pytest.mark.parametrize(
    "word",
    "café Pérez LYCÉE Zürich Łódź São Đặng Ångström façade naïve déjà Škoda Gdańsk İstanbul ğ ş ı"
    " Привет Москва 中文新闻 日本語 한국어 שלום مرحبا Ελλάδα “quoted” don’t 5€ £3 20° 😀".split(),
)
@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_words_of_many_languages(word: str, codec: str) -> None:
    text = f"{BEFORE} He said {word} and left."
    assert clean(_misread(text, codec)) == text
    assert clean(_misread(_misread(text, codec), codec)) == text


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("â€œWe willâ€ he said", "“We will” he said"),  # the last byte lost
        ("in IsraelÂ cannot", "in Israel cannot"),
        ("voilÃ  que lâ€™Ã©tÃ©", "voilà que l’été"),
        ("\x93We will\x94 he said", "“We will” he said"),
        ("‚ÄúWe will‚Äù, caf√© owners", "“We will”, café owners"),
        ("вЂњМырвЂќ и РїСЂРёРІРµС‚", "“Мыр” и привет"),
        ("It鈥檚 cold and we鈥檙e late", "It’s cold and we’re late"),
        ("Fish &amp; chips &amp;amp; peas", "Fish & chips & peas"),
        ("It&#8217;s &#x201c;so&quot; &nbsp;cold", 'It’s “so"  cold'),
        ("frame\u00adwork of\u200b the\ufeff day", "framework of the day"),
    ],
)
def test_characters(damaged: str, mended: str) -> None:
    assert clean(f"{BEFORE} {damaged} {AFTER}") == f"{BEFORE} {mended} {AFTER}"


@pytest.mark.parametrize(
    "sound",
    [
        "Il caffè»… e «CAFÉ» — passé…”",
        "A MANHÃ” E ROMÂ” EM SÃO PAULO, «NÃO»",
        "Größe“ und Maß” für Öl",
        "TÄMÄ” ja ÅBO",
        "Ñandú, ¿qué? ¡Ángel! x² + ½",
        "AT&T, R&D; Q&A &c. &notaname; a&b=c&copy=1",
        "می\u200cخواهم ก\u200bข",
        "√2 ¬ a",
    ],
)
def test_sound_text_stays(sound: str) -> None:
    assert clean(f"{BEFORE} {sound} {AFTER}") == f"{BEFORE} {sound} {AFTER}"


# Marks


@pytest.mark.parametrize("lost", ["?", "\ufffd", "\ufffd\ufffd\ufffd"])
def test_marks_are_restored(lost: str) -> None:
    whole = (
        "“We will,” he said, “and they won’t.” Israel’s army said that it’s over."
        " They’re late; I’ve seen the “so-called plan” of the crew, she’d say. Who knows?"
    )
    text = f"{BEFORE}\n\n{whole}\n\n{AFTER}"
    damaged = text
    for mark in "“”’":
        damaged = damaged.replace(mark, lost)
    corpus = clean_articles(corpus_of(damaged))
    assert corpus.articles.loc["0", "text"] == text
    assert corpus.receipt.repaired["repair"].tolist() == ["quotation marks restored"]
    assert corpus.receipt.repaired["detail"].tolist() == ["12"]
    assert fr.tokenize(corpus).articles["quotes_reliable"].all()


def test_marks_read_as_gbk() -> None:
    damaged = (
        f'{BEFORE} "Yes,"?she said. "They didn"t come."?He left "?as did the crew "?and I"ve'
        ' not seen "�him."? It was the workers"?day.- So he said. The "plan"?"?if any "?ended.'
    )
    assert clean(damaged).removeprefix(BEFORE) == (
        ' "Yes," she said. "They didn’t come." He left — as did the crew — and I’ve'
        ' not seen "him." It was the workers’ day. So he said. The "plan" — if any — ended.'
    )


@pytest.mark.parametrize(
    "text",
    [
        "Who knows? Nobody does. Really? Yes, in the U.S.? No.",
        "See https://example.org/watch?v=1 or /page?s=2&t=3 for more of the plan.",
        "Is it so?He asked it of the crew and the mate.",
        '"Did you?" she said. "Was it a "game"? No."',
    ],
)
def test_question_marks_stay(text: str) -> None:
    text = f"{BEFORE} {text} {AFTER}"
    assert clean(text) == text


def test_spanish_marks_are_not_taken_for_english_ones() -> None:
    text = "La alcaldesa de Tolby dijo el viernes: ?Cómo estás? y nadie le respondió en la plaza."
    assert not is_english(text)
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("?The end of it? Nobody said so, and that was that.", MARKS_LOST),
        ("He said ?The end of it. Then he left the house.", MARKS_LOST),
        ('She said "?he end of it and "�more', MARKS_LOST),
        ("The D\ufffd\ufffdil met on Friday.", CHARACTERS_LOST),
        ("It cost ?200m to build.", CHARACTERS_LOST),
        ("Who knows? Nobody.", None),
        ("See https://example.org/watch?v=1 again.", None),
    ],
)
def test_what_remains_in_doubt_is_flagged(text: str, flag: str | None) -> None:
    once = clean_articles(corpus_of(f"{BEFORE} {text} {AFTER}"))
    flags = [r for r in once.receipt.repaired["repair"] if r.startswith("flagged")]
    assert flags == ([flag] if flag else [])
    again = clean_articles(once)
    assert again.receipt.repaired.equals(once.receipt.repaired)


def test_lost_spaces_are_flagged() -> None:
    corpus = corpus_of(
        f"{BEFORE} There was frustrationat the mill, and they went anddid it. Thereof whereby.",
        f"{AFTER} Her frustration was great: such frustration! They whereof where there there.",
    )
    cleaned = clean_articles(corpus)
    flags = cleaned.receipt.repaired
    assert flags[["article_id", "repair"]].to_numpy().tolist() == [["0", "flagged: spaces lost"]]
    assert flags["detail"].tolist() == ["frustration at, and did"]
    assert cleaned.articles["text"].equals(corpus.articles["text"])
    assert same(clean_articles(cleaned), cleaned)


# Furniture without a list


def reports(n: int, *, lines: tuple[str, ...] = (), seed: int = 0) -> list[str]:
    """Reports without a sentence in common, with lines put at their beginning and end."""
    choose = random.Random(seed)
    words = ["".join(choose.choices("abcdefgh", k=7)) for _ in range(400)]
    texts = []
    for _ in range(n):
        body = [" ".join(choose.choices(words, k=30)).capitalize() + "." for _ in range(5)]
        first, last = lines[: len(lines) // 2], lines[len(lines) // 2 :]
        texts.append("\n\n".join(filter(None, [*first, *body, *last])))
    return texts


def of_one_outlet(texts: list[str]) -> fr.Corpus:
    return fr.Corpus.from_frame(pd.DataFrame({"outlet": "Tolby Post", "text": texts}))


@pytest.mark.parametrize(
    "lines",
    [
        ("Unterstützen Sie unsere Arbeit mit einem Abo", "Zurück zur Übersicht"),
        ("ניווט באתר", "כל הזכויות שמורות לעיתון טולבי"),
        ("会员登录", "本报版权所有，未经许可不得转载。"),
        ("", "Fourteen kinds of tea are served here, and every one of them is warm."),
    ],
)
def test_repeated_lines_go_in_any_language(lines: tuple[str, str]) -> None:
    corpus = of_one_outlet(reports(8, lines=lines))
    cleaned = clean_articles(corpus)
    assert cleaned.articles["text"].tolist() == reports(8)
    assert cleaned.receipt.repaired["repair"].unique().tolist() == [
        "lines repeated across the outlet taken out"
    ]


def test_digits_and_names_do_not_keep_lines_apart() -> None:
    bodies = reports(9)
    names = "Ann Kern,Max Vogt,Ida Holm,Jan Falk,Eva Lund,Ole Bang,Per Dahl,Kai Rask,Una Berg"
    texts = [
        f"Seite {i} von {i + 3}\n\n{body}\n\nProtokoll: {name}"
        for i, (body, name) in enumerate(zip(bodies, names.split(","), strict=True))
    ]
    assert clean_articles(of_one_outlet(texts)).articles["text"].tolist() == bodies


def test_repeated_sentences_go_from_texts_without_line_breaks() -> None:
    bodies = [text.replace("\n\n", " ") for text in reports(8)]
    texts = [f"{body} Fourteen kinds of tea are served at our house every day." for body in bodies]
    assert clean_articles(of_one_outlet(texts)).articles["text"].tolist() == bodies


def test_lines_of_copies_and_of_few_articles_stay() -> None:
    body = reports(1)[0]
    versions = [f"{body}\n\nAdded in version {'abcdefgh'[i]} of it." for i in range(8)]
    assert clean_articles(of_one_outlet(versions)).articles["text"].tolist() == versions
    background = "The harbour has been closed since the storm of last winter, which sank two boats."
    running = [f"{text}\n\n{background}" if i < 4 else text for i, text in enumerate(reports(40))]
    assert clean_articles(of_one_outlet(running)).articles["text"].tolist() == running


def test_other_outlets_do_not_make_a_line_furniture() -> None:
    texts = reports(8, lines=("", "Fourteen kinds of tea are served here every day."))
    frame = pd.DataFrame({"outlet": [f"Paper {i}" for i in range(8)], "text": texts})
    kept = clean_articles(fr.Corpus.from_frame(frame)).articles["text"]
    assert kept.str.contains("Fourteen kinds").all()


# Fields


def test_given_columns_keep_their_values() -> None:
    text = f"A headline about the harbour\n\nBy Ann Lee\n\n{BEFORE}\n\n{AFTER} (AFP)"
    given_ = {"title": "Another headline", "author": "Somebody", "agency": "Somewhere"}
    corpus = clean_articles(corpus_of(text, **given_))
    article = corpus.articles.loc["0"]
    assert article[list(given_)].to_dict() == given_
    assert article["text"] == f"{BEFORE}\n\n{AFTER}"
    filled = clean_articles(corpus_of(text)).articles.loc["0"]
    assert filled["title"] == "A headline about the harbour"
    assert filled["author"] == "Ann Lee"
    assert filled["agency"] == "AFP"


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("LONDON (Reuters) - ", "LONDON", "Reuters"),
        ("JERUSALEM, Nov 3 (AP) — ", "JERUSALEM, Nov 3", "AP"),
        ("NEW YORK, Nov. 3, 2023 (AFP) -- ", "NEW YORK, Nov. 3, 2023", "AFP"),
        ("MOSCOW, November 3. /TASS/. ", "MOSCOW, November 3", "TASS"),
        ("BONN /Germany/, February 16. /TASS/. ", "BONN /Germany/, February 16", "TASS"),
        ("WASHINGTON — ", "WASHINGTON", None),
        ("RALEIGH, N.C. — ", "RALEIGH, N.C", None),
        ("Reykjavik, Iceland - ", "Reykjavik, Iceland", None),
        ("(Reuters) - ", None, "Reuters"),
        ("March 3 (Reuters) - ", None, "Reuters"),
        ("BEIJING, Nov. 3 (Xinhua) -- ", "BEIJING, Nov. 3", "Xinhua"),
    ],
)
def test_datelines(line: str, place: str | None, agency: str | None) -> None:
    article = clean_articles(corpus_of(f"{line}{BEFORE}\n\n{AFTER}")).articles.loc["0"]
    assert article["text"] == f"{BEFORE}\n\n{AFTER}"
    assert article.get("dateline") == place
    assert article.get("agency") == agency


@pytest.mark.parametrize(
    "line",
    [
        "EXCLUSIVE - ",
        "BREAKING: ",
        "FIRST ON FOX: ",
        "ANALYSIS — ",
        "Lee (D-Tolby) ",
        "Co-op - ",
        "NATO — ",
    ],
)
def test_what_is_no_dateline(line: str) -> None:
    assert clean(f"{line}{BEFORE}\n\n{AFTER}") == f"{line}{BEFORE}\n\n{AFTER}"


@pytest.mark.parametrize(
    ("credit", "agency"),
    [
        ("\n\n(AFP, AP/Reuters)", "AFP\nAP\nReuters"),
        (" jh/rt (AFP, dpa)", "AFP\ndpa"),
        ("\n\nSource: Reuters", "Reuters"),
        ("\n\nSource: Paper 0 and news agencies", "news agencies"),
        ("\n\n© 2023 AFP", "AFP"),
        (" — AP", "AP"),
        ("\n\nAFP", "AFP"),
        ("\n\nThe Associated Press contributed to this report.", "AP"),
        ("\n\n(Northern Press Agency)", "Northern Press Agency"),
    ],
)
def test_credits(credit: str, agency: str) -> None:
    article = clean_articles(corpus_of(f"{BEFORE}\n\n{AFTER}{credit}")).articles.loc["0"]
    assert article["text"] == f"{BEFORE}\n\n{AFTER}"
    assert article["agency"] == agency


def test_columns_without_values_are_filled() -> None:
    text = f"A headline about the harbour\n\nBy Ann Lee\n\n{BEFORE}\n\n{AFTER} (AFP)"
    corpus = clean_articles(corpus_of(text, subtitle=None, agency=float("nan"), caption=3))
    article = corpus.articles.loc["0"]
    assert (article["agency"], article["caption"]) == ("AFP", 3)
    assert original_text(corpus, "0", "agency") is None


# What is shown


def test_diffs_show_each_change() -> None:
    text = f"By Ann Lee\n\n{BEFORE} It won?t rain.\n\n{AFTER}"
    corpus = clean_articles(corpus_of(text, BEFORE))
    (shown,) = diffs(corpus)
    lines = shown.split("\n")
    assert lines[0] == "0 (Paper 0)"
    assert "  - By Ann Lee  (byline taken out)" in lines
    assert "  + author: Ann Lee" in lines
    assert any("It won[-?-]{+’+}t rain." in line for line in lines)
    assert list(diffs(corpus, ["1"])) == []
    assert list(diffs(corpus, ["0"])) == [shown]
    assert "byline taken out (0: By Ann Lee)" in str(corpus.receipt)


def test_large_articles_take_no_time() -> None:
    line = "It won?t rain, â€œhe saidâ€\x9d of the plan, and ?no,? said the crew. "
    texts = [
        "x" * 10_000_000,
        line * 5_000,
        "\n".join(["Short line of the text"] * 100_000),
        "\n\n".join([f"'Quote {i} of the whole lot of them'" for i in range(5_000)]),
        "&amp;" * 50_000 + BEFORE,
        "?" * 50_000 + BEFORE,
        '"?' * 50_000 + BEFORE,
        "Ã" * 50_000 + BEFORE,
        " " * 1_000_000 + BEFORE + "\n" * 100_000,
        "(" * 100_000 + BEFORE + ")" * 100_000,
        "By " + "Ann " * 100_000,
    ]
    start = time.process_time()
    corpus = clean_articles(corpus_of(*texts))
    assert time.process_time() - start < 30
    assert all(original_text(corpus, str(i)) == text for i, text in enumerate(texts))


# Real articles


@pytest.mark.external
def test_scraped_pages(shared: Path) -> None:
    corpus = clean_articles(fr.read_corpus(shared / "corpus" / "dissent"))
    articles = corpus.articles
    east = articles.loc["middleeasteye"]
    paragraphs = east["text"].split("\n\n")
    assert len(paragraphs) == 38
    assert paragraphs[0].startswith("US State Department staff are preparing")
    assert paragraphs[-1].endswith('actually support," he added.')
    furniture = (
        "Skip to|Read More|newsletter|Sign up|By Azad|(AFP)|republish|- US official|in French"
    )
    for words in [*furniture.split("|"), "Follow Middle East Eye", "'There's a lot"]:
        assert words not in east["text"]
    assert east["author"] == "Azad Essa\nUmar A Farooq"
    assert east["caption"].endswith("on 13 October 2023 (AFP)")
    assert east["subtitle"].startswith("US President Joe Biden brought in")
    israel = articles.loc["allisraelnews"]
    assert israel["title"].startswith("Blinken acknowledges")
    assert israel["subtitle"].startswith("State Sec says")
    assert israel["text"].startswith("As his term in office")
    assert "Staff is a team" not in israel["text"]
    assert articles.loc["spamchronicles", "author"] == "Edward Wong\nMichael Crowley"
    assert articles.loc["huffpost", "text"].startswith("Secretary of State")
    assert same(clean_articles(corpus), corpus)


@pytest.mark.external
def test_news2017(news2017: fr.Corpus) -> None:
    start = time.process_time()
    corpus = clean_articles(news2017)
    assert time.process_time() - start < 10  # 1.5 s on an idle machine
    kept = corpus.articles["text"].str.len().sum() / news2017.articles["text"].str.len().sum()
    assert 0.98 < kept < 0.995
    for article_id in news2017.articles.index[::40]:
        assert original_text(corpus, article_id) == news2017.articles.loc[article_id, "text"]
    assert same(clean_articles(corpus), corpus)
    before = fr.tokenize(news2017).articles["quotes_reliable"]
    after = fr.tokenize(corpus).articles["quotes_reliable"]
    huffpost = news2017.articles["outlet"] == "HuffPost"
    assert before[huffpost].mean() < 0.1
    assert after[huffpost].mean() > 0.45


@pytest.mark.external
@pytest.mark.parametrize("lost", ["?", "\ufffd"])
def test_marks_of_real_articles_are_restored_as_they_were(news2017: fr.Corpus, lost: str) -> None:
    """Sound articles, damaged and mended: what is put back is what was there."""
    reliable = fr.tokenize(news2017).articles["quotes_reliable"].astype(bool)
    texts = news2017.articles.loc[reliable, "text"]
    texts = texts[~texts.str.contains('\ufffd|[’“”]|"\\?|[^\\s]\\?[^\\s]| \\?', regex=True)][::5]
    right = wrong = there = 0
    for text in texts:
        marks = _marks(text)
        if len(marks) % 2 or "'" in text.replace("n't", "").replace("'s ", ""):
            continue  # which of two marks was meant is not known
        whole = _with_marks(text, marks)
        damaged = "".join(lost if char in "“”’" else char for char in whole)
        there += sum(char in "“”’" for char in whole)
        for change in restored(damaged, is_english(damaged)):
            right += whole[change.start] == change.replacement
            wrong += whole[change.start] != change.replacement
    assert there > 2_000
    assert right / (right + wrong) > 0.99
    assert right / there > 0.85


def _marks(text: str) -> list[int]:
    return [i for i, char in enumerate(text) if char == '"']


def _with_marks(text: str, marks: list[int]) -> str:
    characters = list(text.replace("'", "’"))
    for n, at in enumerate(marks):
        characters[at] = "“" if n % 2 == 0 else "”"
    return "".join(characters)


def test_bylines_of_every_article_are_authors_and_no_furniture() -> None:
    names = "Ann Lee,Bob Crane,Cora Dunn,Dan Ely,Eve Frost,Finn Gale,Gus Hart".split(",")
    things = "harbour bridge market school forest tunnel museum".split()
    texts = [
        f"By {name}\n\nThe {thing} was shut on Monday after the council of Tolby met about it.\n\n"
        f"Nobody knew when the {thing} would open again, said a man who had walked there."
        for name, thing in zip(names, things, strict=True)
    ]
    corpus = fr.Corpus.from_frame(pd.DataFrame({"outlet": "A", "text": texts}))
    cleaned = clean_articles(corpus).articles
    assert cleaned["author"].tolist() == names
    assert cleaned["text"].str.startswith("The ").all()
