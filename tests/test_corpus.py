"""Corpus, its receipt, dates, and what is and is not done to the articles that come in."""

from __future__ import annotations

import dataclasses
import datetime
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from pandas.testing import assert_frame_equal

from framing.columns import rows
from framing.corpus import Corpus
from framing.dates import parse_dates
from framing.errors import FramingError
from framing.readers import read_corpus

TWO = pd.DataFrame({"outlet": ["A", "B"], "text": ["Rain fell.", "It was dry."]})
QUARANTINED = ["source", "row", "article_id", "reason"]

# Any string a corpus can hold: no lone surrogates.
unicode = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def sums(corpus: Corpus) -> tuple[int, int, int]:
    receipt = corpus.receipt
    assert receipt.kept == len(corpus) == receipt.sources["kept"].sum()
    assert receipt.expected == receipt.kept + len(receipt.quarantined)
    assert receipt.expected == receipt.sources["expected"].sum()
    return receipt.expected, receipt.kept, len(receipt.quarantined)


# --- from_frame -------------------------------------------------------------------------------


def test_rows_are_kept_or_quarantined_with_the_reason() -> None:
    corpus = Corpus.from_frame(
        pd.DataFrame(
            {
                "article_id": ["a", "b", "b", "c", None, "e", "f", "g"],
                "outlet": ["X", "Y", "Y", None, "Z", "Z", " ", "Q"],
                "text": ["one", "two", "three", "four", "five", "\u3000\n\0", "seven", 8],
            }
        )
    )
    assert corpus.articles.index.tolist() == ["a", "b"]
    assert sums(corpus) == (8, 2, 6)
    put_aside = corpus.receipt.quarantined
    assert put_aside.columns.tolist() == QUARANTINED
    assert put_aside["row"].tolist() == [3, 4, 5, 6, 7, 8]
    assert put_aside["article_id"].fillna("-").tolist() == ["b", "c", "-", "e", "f", "g"]
    assert put_aside["reason"].tolist() == [
        "an earlier row has this article_id",
        "the outlet is missing",
        "the article_id is missing",
        "the text is empty",
        "the outlet is missing",
        "the text is not a string",
    ]


def test_an_id_of_a_quarantined_row_is_free() -> None:
    corpus = Corpus.from_frame(
        pd.DataFrame({"article_id": [1, 1], "outlet": "A", "text": ["", "Rain fell."]})
    )
    assert corpus.articles["text"].to_dict() == {"1": "Rain fell."}


@pytest.mark.parametrize(
    ("frame", "ids"),
    [
        (TWO, ["0", "1"]),
        (TWO.set_axis([7, 9]), ["0", "1"]),
        (TWO.set_axis(pd.Index(["p", "q"], name="article_id")), ["p", "q"]),
        (TWO.assign(article_id=[10, 11]), ["10", "11"]),
        (TWO.assign(article_id=[10.0, 11.0]), ["10", "11"]),
        (TWO.assign(article_id=pd.Categorical(["u", "v"])), ["u", "v"]),
    ],
)
def test_ids_are_strings(frame: pd.DataFrame, ids: list[str]) -> None:
    articles = Corpus.from_frame(frame).articles
    assert articles.index.tolist() == ids
    assert articles.index.name == "article_id"
    assert articles.index.dtype == "str"


@given(st.lists(unicode.filter(lambda text: any(c.isalnum() for c in text)), min_size=1))
def test_text_is_never_altered_and_repeated_texts_stay(texts: list[str]) -> None:
    corpus = Corpus.from_frame(pd.DataFrame({"outlet": "A", "text": pd.Series(texts, dtype="str")}))
    assert corpus.articles["text"].tolist() == texts


def test_columns_take_their_kinds() -> None:
    frame = TWO.assign(
        date=["2017-02-07", None],
        title=[1984, ""],
        genre=pd.Categorical(["news", "opinion"]),
        weight=["0.5", -1],
        keywords=[["a", "b"], {"c": 1}],
        wire=[True, None],
        length=pd.array([3, None], dtype="Int64"),
        seen=pd.to_datetime(["2017-02-07T10:00+01:00"] * 2),
        huge=[10**30, 1],
    )
    articles = Corpus.from_frame(frame).articles
    assert articles.dtypes.astype(str).to_dict() == {
        "outlet": "str",
        "text": "str",
        "date": "datetime64[us]",
        "title": "str",
        "genre": "str",
        "weight": "float64",
        "keywords": "str",
        "wire": "float64",
        "length": "float64",
        "seen": "datetime64[us]",
        "huge": "str",
    }
    assert articles.loc["0", ["title", "keywords", "weight"]].tolist() == [
        "1984",
        '["a", "b"]',
        0.5,
    ]
    assert articles.loc["0", "seen"] == pd.Timestamp("2017-02-07 09:00")
    assert articles.loc["1", ["title", "weight", "wire", "date"]].isna().all()


def test_what_is_repaired_is_told() -> None:
    frame = TWO.assign(outlet=[" A", "B"], date=["soon", "2017-02-30"], weight=[-1, 2])
    corpus = Corpus.from_frame(frame)
    assert corpus.articles["outlet"].tolist() == ["A", "B"]
    assert corpus.receipt.repaired.to_numpy().tolist() == [
        ["0", "white space around the outlet dropped", " A"],
        ["0", "date unreadable", "soon"],
        ["1", "date unreadable", "2017-02-30"],
        ["0", "weight left out: not a number ≥ 0", "-1"],
    ]


def test_half_a_surrogate_pair_is_quarantined_in_text_and_replaced_elsewhere() -> None:
    broken = pd.Series(["\ud83d", "fine"], dtype=object)
    corpus = Corpus.from_frame(pd.DataFrame({"outlet": "A", "text": broken}))
    assert sums(corpus) == (2, 1, 1)
    titled = Corpus.from_frame(TWO.assign(title=broken))
    assert titled.articles["title"].tolist() == ["\ufffd", "fine"]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda: Corpus.from_frame(TWO.drop(columns="outlet")),
            ["'outlet'", "'text'", 'outlet="…"'],
        ),
        (lambda: Corpus.from_frame(TWO, outlet="paper"), ["outlet='paper'", "'outlet', 'text'"]),
        (lambda: Corpus.from_frame(TWO, paper="outlet"), ["'paper' is not one of", "'outlet'"]),
        (lambda: Corpus.from_frame(pd.concat([TWO, TWO], axis=1)), ["'text'", "more than once"]),
        (
            lambda: Corpus.from_frame(
                TWO.assign(**{"1": 1}).assign(x=1).set_axis(["outlet", "text", "1", 1], axis=1)
            ),
            ["'1'", "more than once"],
        ),
        (lambda: Corpus.from_frame([TWO]), ["list", "DataFrame"]),
        (lambda: Corpus.from_frame(TWO).filter(since="2017-01-01"), ["'date'", "'outlet', 'text'"]),
        (lambda: Corpus.from_frame(TWO).filter(paper="A"), ["'paper'", "'outlet', 'text'"]),
        (lambda: Corpus.from_frame(TWO).filter([True]), ["(1,)", "2 articles"]),
        (lambda: Corpus.from_frame(TWO).filter([0, 1]), ["int64", "one bool"]),
        (lambda: Corpus.from_frame(TWO).filter(pd.Series([True])), ["does not cover"]),
        (lambda: Corpus.from_frame(TWO).save("articles.xls"), ["'.xls'", "'.csv'"]),
    ],
)
def test_errors_are_one_sentence_that_says_what_to_do(
    call: Callable[[], object], says: list[str]
) -> None:
    with pytest.raises(FramingError) as caught:
        call()
    assert all(part in str(caught.value) for part in says), str(caught.value)
    assert "\n" not in str(caught.value)


def test_mapping_keeps_what_it_displaces() -> None:
    frame = TWO.assign(body=["Longer.", "Longest."], paper=["P", "Q"])
    articles = Corpus.from_frame(frame, text="body", outlet="paper").articles
    assert articles["text"].tolist() == ["Longer.", "Longest."]
    assert articles["text_original"].tolist() == ["Rain fell.", "It was dry."]
    assert "body" not in articles
    assert Corpus.from_frame(frame.set_index("paper"), outlet="paper").articles[
        "outlet"
    ].tolist() == ["P", "Q"]


# --- a frozen thing ---------------------------------------------------------------------------


def test_changing_the_frame_changes_nothing_in_the_corpus() -> None:
    given_frame = TWO.copy()
    corpus = Corpus.from_frame(given_frame)
    before = corpus.articles.copy()
    given_frame.loc[0, "text"] = "changed"
    articles = corpus.articles
    articles.loc["0", "text"] = "changed"
    articles["outlet"] = "changed"
    articles.index.name = "changed"
    articles.columns.name = "changed"
    del articles["text"]
    pd.testing.assert_frame_equal(corpus.articles, before)
    with pytest.raises(dataclasses.FrozenInstanceError):
        corpus.receipt = None  # type: ignore[misc,assignment]


def test_fingerprint_tells_content_from_order() -> None:
    frame = TWO.assign(article_id=["a", "b"], date="2017-02-07", n=[1, 2], empty=np.nan)
    first = Corpus.from_frame(frame).fingerprint
    assert Corpus.from_frame(frame.iloc[::-1, ::-1]).fingerprint == first
    assert Corpus.from_frame(frame.astype({"n": float})).fingerprint == first
    assert Corpus.from_frame(frame.drop(columns="empty")).fingerprint == first
    others = [
        frame.assign(text=["Rain fell. ", "It was dry."]),
        frame.assign(text=frame["text"].to_numpy()[::-1]),
        frame.assign(n=[1, 3]),
        frame.assign(n=["1", "2"]),
        frame.assign(date="2017-02-08"),
        frame.rename(columns={"n": "m"}),
        frame.iloc[:1],
        frame.assign(title=["", None]).assign(title=["x", None]),
    ]
    prints = [Corpus.from_frame(other).fingerprint for other in others]
    assert len({first, *prints}) == 1 + len(others)
    shifted = TWO.assign(title=["ab", "c"]), TWO.assign(title=["a", "bc"])
    assert len({Corpus.from_frame(frame).fingerprint for frame in shifted}) == 2


def test_fingerprint_is_the_same_in_another_process() -> None:
    code = (
        "import pandas as pd; from framing.corpus import Corpus;"
        "print(Corpus.from_frame(pd.DataFrame({'outlet': ['A', 'B'],"
        " 'text': ['Rain fell.', 'It was dry.']})).fingerprint)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == Corpus.from_frame(TWO).fingerprint


def test_shown_in_few_words_and_escaped() -> None:
    corpus = Corpus.from_frame(TWO.assign(outlet=["<b>A</b>", "B"], event="e", date="2017-02-07"))
    assert repr(corpus) == "<Corpus: 2 articles of 2 outlets, 1 event, 2017-02-07 to 2017-02-07>"
    assert "<b>A</b>" not in corpus._repr_html_()
    assert "2 articles expected = 2 kept + 0 quarantined" in corpus._repr_html_()
    many = Corpus.from_frame(pd.DataFrame({"outlet": map(str, range(100)), "text": "x"}))
    assert len(many._repr_html_()) < 500


@pytest.mark.parametrize("number", [0, 1])
def test_zero_and_one_article(number: int) -> None:
    corpus = Corpus.from_frame(TWO.assign(date="2017-02-07")[:number])
    assert sums(corpus) == (number, number, 0)
    assert len(corpus.fingerprint) == 64
    assert len(corpus.filter(outlet="A", since="2017-01-01", until="2017-12-31")) == number
    assert f"{number} article" in repr(corpus) + corpus._repr_html_()
    assert len(Corpus.from_frame(pd.DataFrame(columns=["outlet", "text", "date"]))) == 0


# --- filter, with_articles --------------------------------------------------------------------


def test_filter() -> None:
    frame = pd.DataFrame(
        {
            "article_id": list("abcd"),
            "outlet": ["A", "B", "B", "C"],
            "text": ["one", "two", "three", "four"],
            "date": ["2017-03-01", "2017-03-31 23:59", "2017-04-01", None],
        }
    )
    corpus = Corpus.from_frame(frame)

    def ids(*args: object, **conditions: object) -> str:
        return "".join(corpus.filter(*args, **conditions).articles.index)

    assert ids(outlet="B") == "bc"
    assert ids(outlet=["A", "C"]) == "ad"
    assert ids(outlet="none") == ""
    assert ids(article_id=["d", "a"]) == "ad"
    assert ids(since="2017-03-31") == "bc"
    assert ids(until="2017-03-31") == "ab"
    assert ids(since="2017-03-31", until=datetime.date(2017, 3, 31), outlet="B") == "b"
    assert ids([True, False, False, True]) == "ad"
    assert ids(pd.Series(False, index=list("dcba")) | True) == "abcd"
    assert ids(lambda articles: articles["text"].str.len() > 3) == "cd"
    assert ids() == "abcd"
    filtered = corpus.filter(outlet="B")
    assert filtered.receipt is corpus.receipt
    assert filtered.fingerprint == Corpus.from_frame(frame.iloc[1:3]).fingerprint


def test_with_articles_adds_to_the_receipt() -> None:
    corpus = Corpus.from_frame(TWO)
    repaired = pd.DataFrame({"article_id": ["0"], "repair": ["mended"], "detail": ["x"]})
    filled = corpus.with_articles(corpus.articles.assign(event="e"), repaired=repaired)
    assert filled.articles["event"].tolist() == ["e", "e"]
    assert filled.receipt.repaired.to_numpy().tolist() == [["0", "mended", "x"]]
    assert "event" not in corpus.articles
    assert corpus.receipt.repaired.empty


@given(st.lists(st.booleans(), max_size=20))
def test_rows_are_those_of_pandas(keep: list[bool]) -> None:
    mask = np.array(keep, bool)
    frame = pd.DataFrame(
        {"s": [f"ü{i}" for i in range(len(keep))], "n": np.arange(len(keep)), "f": 0.5},
    ).astype({"s": "str"})
    frame["d"] = pd.Timestamp("2017-02-07")
    pd.testing.assert_frame_equal(rows(frame, mask), frame[mask])


# --- save and read ----------------------------------------------------------------------------

covariates = {
    "n": st.integers(-(2**53), 2**53),
    "x": st.floats(allow_nan=True, allow_infinity=True),
    "yes": st.booleans(),
}
days = st.datetimes(datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31))


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    number = draw(st.integers(0, 5))

    def column(values: st.SearchStrategy[object]) -> list[object]:
        return draw(st.lists(values, min_size=number, max_size=number))

    frame = pd.DataFrame(
        {
            "article_id": column(unicode),
            "outlet": column(unicode),
            "text": column(unicode | st.just('Rain\r\nfell,\r"and" fell\n\n\0. ')),
        },
        dtype="str",
    )
    frame["title"] = pd.Series(column(st.none() | unicode), dtype="str")
    frame["date"] = pd.Series(column(st.none() | days), dtype="datetime64[us]")
    frame["weight"] = pd.Series(column(st.floats(0, 1e300)), dtype="float64")
    for name, values in covariates.items():
        frame[name] = pd.Series(column(values), dtype={"n": "int64", "x": float, "yes": bool}[name])
    frame["note"] = pd.Series(column(st.none() | unicode.map(lambda s: s + "!")), dtype="str")
    return Corpus.from_frame(frame)


@pytest.mark.parametrize("ending", [".parquet", ".arrow", ".csv", ".jsonl"])
@settings(max_examples=settings().max_examples // 2)
@given(corpus=corpora())
def test_what_is_saved_is_read(
    ending: str, corpus: Corpus, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("saved") / f"articles{ending}"
    assert corpus.save(path) == path
    back = read_corpus(path)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert sums(back) == (len(corpus), len(corpus), 0)
    assert back.fingerprint == corpus.fingerprint
    exact = ending in (".parquet", ".arrow")
    ours, theirs = corpus.articles, back.articles
    if not exact:  # a column without any value has no kind there
        there = [name for name in ours if len(ours) and ours[name].notna().any()]
        ours, theirs = ours[there], theirs.reindex(columns=there)
    if len(corpus):
        pd.testing.assert_frame_equal(theirs, ours)


def test_a_failed_save_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "articles.csv"  # type: ignore[operator]
    path.write_text("old")

    def fail(*args: object, **options: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(pd.DataFrame, "to_csv", fail)
    with pytest.raises(OSError, match="disk full"):
        Corpus.from_frame(TWO).save(path)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [
        ("articles.csv", "old")
    ]


def test_arrow_text_stays_on_disk(tmp_path: Path) -> None:
    import pyarrow as pa

    number, words = 5_000, "Rain fell on the harbour town. " * 200  # 31 MB
    frame = pd.DataFrame({"outlet": "A", "text": [f"{i} {words}" for i in range(number)]})
    path = Corpus.from_frame(frame).save(tmp_path / "articles.arrow")
    del frame
    before = pa.total_allocated_bytes()
    corpus = read_corpus(path)
    assert len(corpus.fingerprint) == 64
    assert pa.total_allocated_bytes() - before < 3_000_000
    assert corpus.articles["text"].iloc[-1] == f"{number - 1} {words}"


# --- dates ------------------------------------------------------------------------------------


def read_one(value: object) -> tuple[str, object]:
    dates, problems = parse_dates(pd.Series([value], dtype=object))
    return str(dates[0]), problems[0]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2017-02-07", "2017-02-07 00:00:00"),
        ("  2017-02-07 ", "2017-02-07 00:00:00"),
        ("2017/2/7", "2017-02-07 00:00:00"),
        ("2017/2/7 7:11", "2017-02-07 07:11:00"),
        ("20170207", "2017-02-07 00:00:00"),
        (20170207, "2017-02-07 00:00:00"),
        (20170207.0, "2017-02-07 00:00:00"),
        ("7 February 2017", "2017-02-07 00:00:00"),
        ("7th of Feb., 2017", "2017-02-07 00:00:00"),
        ("7-Feb-2017", "2017-02-07 00:00:00"),
        (" Feb 7, 2017 10:15 am", "2017-02-07 10:15:00"),
        ("Feb. 7, 2017, 12:15 a.m.", "2017-02-07 00:15:00"),
        ("February 7 2017 at 12:15 PM", "2017-02-07 12:15:00"),
        ("Tuesday, 7 February 2017", "2017-02-07 00:00:00"),
        ("Tue, 07 Feb 2017 10:15:00 GMT", "2017-02-07 10:15:00"),
        ("Tue, 07 Feb 2017 23:15:00 -0500", "2017-02-08 04:15:00"),
        ("Tue, 07 Feb 2017 23:15:00 +0000 (UTC)", "2017-02-07 23:15:00"),
        ("Sept 3, 2017 9:05 p.m. EST", "2017-09-04 02:05:00"),
        ("2017-02-07T10:15", "2017-02-07 10:15:00"),
        ("2017-02-07T10:15:00+01:00", "2017-02-07 09:15:00"),
        ("2017-02-07T00:15:00.250Z", "2017-02-07 00:15:00.250000"),
        ("2017-02-07 10:15:00+0100", "2017-02-07 09:15:00"),
        ("13/02/2017", "2017-02-13 00:00:00"),
        ("02/13/2017", "2017-02-13 00:00:00"),
        ("03/03/2017", "2017-03-03 00:00:00"),
        ("13.02.2017 08:00", "2017-02-13 08:00:00"),
        (datetime.date(2017, 2, 7), "2017-02-07 00:00:00"),
        (datetime.datetime(2017, 2, 7, 10, tzinfo=datetime.UTC), "2017-02-07 10:00:00"),
        (pd.Timestamp("2017-02-07T10:00", tz="Europe/Berlin"), "2017-02-07 09:00:00"),
    ],
)
def test_dates_are_read(written: object, meant: str) -> None:
    date, problem = read_one(written)
    assert date == meant
    assert pd.isna(problem)


@pytest.mark.parametrize(
    "written",
    ["soon", "2017", "2017-02", "2017-02-30", "30 February 2017", "7 Febber 2017", "25:00", "5",
     "2017-02-07 25:00", "Feb 7, 2017 13:15 pm", "7/2/17", "0000-01-01", 1486425600, "13/13/2017",
     "9999-12-31T23:59-23:00", "٧ ٢ ٢٠١٧", "2017-02-07T10:15:00+99:00"],
)  # fmt: skip
def test_dates_that_are_none_are_told(written: object) -> None:
    assert read_one(written) == ("NaT", "date unreadable")


@pytest.mark.parametrize("missing", [None, np.nan, "", "  \n", pd.NaT, pd.NA])
def test_a_missing_date_is_no_fault(missing: object) -> None:
    date, problem = read_one(missing)
    assert (date, pd.isna(problem)) == ("NaT", True)


def test_an_unknown_zone_is_told_and_the_time_kept() -> None:
    date, problem = read_one("7 Feb 2017 10:15 BST")
    assert (date, problem) == (
        "2017-02-07 10:15:00",
        "time zone unknown (the time is kept as written)",
    )


@pytest.mark.parametrize(
    ("column", "read"),
    [
        (["03/04/2017", "31/12/2017"], ["2017-04-03", "2017-12-31"]),
        (["03/04/2017", "12/31/2017"], ["2017-03-04", "2017-12-31"]),
        (["03/04/2017", "05/06/2017"], [None, None]),
        (["03/04/2017", "31/12/2017", "12/31/2017"], [None, "2017-12-31", "2017-12-31"]),
        (["03/04/2017", "05/05/2017", "2017-12-31"], [None, "2017-05-05", "2017-12-31"]),
    ],
)
def test_day_and_month_are_decided_by_the_column_or_not_at_all(
    column: list[str], read: list[str | None]
) -> None:
    dates, problems = parse_dates(pd.Series(column))
    assert dates.tolist() == [pd.Timestamp(day) if day else pd.NaT for day in read]
    assert problems.notna().tolist() == [day is None for day in read]
    assert problems.dropna().str.startswith("date ambiguous").all()


@given(st.lists(days), st.sampled_from(["s", "ms", "us", "ns"]))
def test_dates_of_any_unit_come_out_in_microseconds(
    dates: list[datetime.datetime], unit: str
) -> None:
    dates = [date for date in dates if 1700 < date.year < 2200]
    column = pd.Series(dates, dtype="datetime64[us]").astype(f"datetime64[{unit}]")
    read, problems = parse_dates(column)
    assert read.dtype == "datetime64[us]"
    assert (read == column).all()
    assert problems.isna().all()


@given(st.lists(unicode | st.from_regex(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}( \d\d:\d\d \w+)?")))
def test_no_string_breaks_the_dates(column: list[str]) -> None:
    dates, problems = parse_dates(pd.Series(column, dtype="str"))
    told = problems.notna() | dates.notna()
    blank = pd.Series([not text.strip() for text in column], dtype=bool)
    assert (told | blank).all()


def test_a_table_of_outlets_is_joined(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"outlet": ["A", "B", "A", "C"], "text": ["One.", "Two.", "Three.", "Four."]}
    )
    corpus = Corpus.from_frame(frame)
    table = pd.DataFrame(
        {"outlet": ["B", "A", "Z"], "lean": ["left", "right", "left"], "n": [1, 2, 3]}
    )
    joined = corpus.join(table).articles
    assert joined["lean"].fillna("-").tolist() == ["right", "left", "right", "-"]
    assert joined["lean"].dtype == "str"
    assert joined["n"].fillna(0).tolist() == [2, 1, 2, 0]
    table.to_csv(tmp_path / "outlets.csv", index=False)
    assert_frame_equal(corpus.join(tmp_path / "outlets.csv").articles, joined)
    for wrong, message in (
        (pd.concat([table, table]), "stands twice"),
        (table.rename(columns={"lean": "text"}), "already"),
        (table.drop(columns="outlet"), "no column 'outlet'"),
    ):
        with pytest.raises(FramingError, match=message):
            corpus.join(wrong)
    with pytest.raises(FramingError, match="is not there"):
        corpus.join(tmp_path / "none.csv")
