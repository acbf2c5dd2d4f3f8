"""Reading files and folders: formats, encodings, columns, and what is hostile or broken."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import hypothesis.strategies as st
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example as case
from hypothesis import given

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.readers import example, read_corpus
from framing.readers.names import recognise

HEAD = "article_id,outlet,text\n"


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def sums(corpus: Corpus) -> tuple[int, int, int]:
    receipt = corpus.receipt
    assert receipt.expected == receipt.kept + len(receipt.quarantined)
    assert receipt.kept == len(corpus) == receipt.sources["kept"].sum()
    assert receipt.expected == receipt.sources["expected"].sum()
    assert receipt.sources["source"].is_unique
    return receipt.expected, receipt.kept, len(receipt.quarantined)


def reasons(corpus: Corpus) -> list[tuple[int, str]]:
    put_aside = corpus.receipt.quarantined
    return list(zip(put_aside["row"], put_aside["reason"], strict=True))


# --- formats ----------------------------------------------------------------------------------

ARTICLES = [
    {"article_id": "a", "outlet": "A", "text": 'Rain, "heavy" rain,\r\nfell.', "title": "Rain"},
    {"article_id": "b", "outlet": "B", "text": "\tIt was dry; so be it.\n", "title": None},
]


def as_table(delimiter: str) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(ARTICLES[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ARTICLES)
    return written.getvalue()


def as_arrow(write: object) -> bytes:
    sink = pa.BufferOutputStream()
    write(pa.Table.from_pylist(ARTICLES), sink)  # type: ignore[operator]
    return sink.getvalue().to_pybytes()


def write_ipc(table: pa.Table, sink: pa.NativeFile) -> None:
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("articles.csv", as_table(","), "csv"),
        ("articles.csv", as_table(";"), "csv"),
        ("articles.tsv", as_table("\t"), "tsv"),
        ("articles.txt", as_table("|"), "txt"),
        ("articles", as_table(","), "csv"),
        ("articles.jsonl", "\n".join(map(json.dumps, ARTICLES)), "jsonl"),
        ("articles.json", "\n\n".join(map(json.dumps, ARTICLES)), "jsonl"),
        ("articles.json", json.dumps(ARTICLES, indent=1), "json"),
        ("articles", json.dumps(ARTICLES), "json"),
        ("articles.parquet", as_arrow(pq.write_table), "parquet"),
        ("articles.csv", as_arrow(pq.write_table), "parquet"),
        ("articles.arrow", as_arrow(write_ipc), "arrow"),
    ],
)
def test_a_format_is_known_by_content_and_name(
    name: str, content: str | bytes, form: str, tmp_path: Path
) -> None:
    corpus = read_corpus(put(tmp_path / name, content))
    assert corpus.receipt.sources[["source", "format"]].to_numpy().tolist() == [[name, form]]
    articles = corpus.articles
    assert articles.index.tolist() == ["a", "b"]
    assert articles["text"].tolist() == [article["text"] for article in ARTICLES]
    assert articles["title"].isna().tolist() == [False, True]
    assert sums(corpus) == (2, 2, 0)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("articles.zip", b"PK\x03\x04....", "unpack it"),
        ("articles.csv", b"\x1f\x8b\x08....", "unpack it"),
        ("articles.pdf", b"%PDF-1.7", "archive or a document"),
        ("articles.xyz", b"no table", ".jsonl"),
        ("articles.csv", b"", "no header"),
        ("articles.csv", b"a,a,outlet,text\n", "'a' 2 times"),
        ("articles.csv", b"headline\nRain\n", "'headline'"),
        ("articles.parquet", b"PAR1 and no more", "cannot be read as parquet"),
        ("articles.arrow", b"ARROW1\0\0 and no more", "cannot be read as arrow"),
        ("articles.json", b'[{"outlet": "A"', "mend it"),
    ],
)
def test_what_cannot_be_read_is_one_error(
    name: str, content: bytes, says: str, tmp_path: Path
) -> None:
    with pytest.raises(FramingError) as caught:
        read_corpus(put(tmp_path / name, content))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match="is not there"):
        read_corpus(tmp_path / "none.csv")
    with pytest.raises(FramingError, match="holds no articles"):
        read_corpus(tmp_path)
    put(tmp_path / "plain.txt", "Rain fell.")
    with pytest.raises(FramingError, match=r"no text file .* front matter.*articles\.csv"):
        read_corpus(tmp_path)


def test_no_articles(tmp_path: Path) -> None:
    assert sums(read_corpus(put(tmp_path / "a.csv", HEAD))) == (0, 0, 0)
    assert sums(read_corpus(put(tmp_path / "a.jsonl", ""))) == (0, 0, 0)
    assert sums(read_corpus(put(tmp_path / "a.json", "[]"))) == (0, 0, 0)


def test_kinds_of_parquet_columns(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "outlet": pd.Categorical(["A", "B"]),
            "text": ["one", "two"],
            "date": pd.to_datetime(["2017-02-07T10:00+01:00", None]),
            "n": pd.array([1, None], dtype="Int64"),
            "tags": [["x"], []],
        },
        index=pd.Index([5, 6], name="article_id"),
    )
    frame.to_parquet(tmp_path / "a.parquet")
    articles = read_corpus(tmp_path / "a.parquet").articles
    assert articles.index.tolist() == ["5", "6"]
    assert articles["date"].tolist() == [pd.Timestamp("2017-02-07 09:00"), pd.NaT]
    assert articles["tags"].tolist() == ['["x"]', "[]"]
    assert articles["n"].dtype == "float64"


def test_csv_covariates_are_numbers_where_all_look_like_it(tmp_path: Path) -> None:
    columns = "outlet,text,n,x,yes,zip,mixed,title\n"
    text = columns + "A,one,1,1.5,True,0123,1,7\nB,two,,-2e3,False,4567,one,8\n"
    articles = read_corpus(put(tmp_path / "a.csv", text)).articles
    kinds = articles.dtypes.astype(str).to_dict()
    assert kinds["n"] == kinds["x"] == "float64"
    assert kinds["yes"] == "bool"
    assert kinds["zip"] == kinds["mixed"] == kinds["title"] == "str"


# --- columns ----------------------------------------------------------------------------------


def test_columns_by_keyword_and_by_usual_names(tmp_path: Path) -> None:
    table = "id,Newspaper,Body,Headline,Publish Date,link\n7,A,Rain fell.,Rain,2017-02-07,x\n"
    path = put(tmp_path / "a.csv", table)
    corpus = read_corpus(path, outlet="Newspaper")
    row = corpus.articles.loc["7"]
    assert row[["outlet", "text", "title", "url"]].tolist() == ["A", "Rain fell.", "Rain", "x"]
    assert row["date"] == pd.Timestamp("2017-02-07")
    told = "outlet=Newspaper, article_id=id, text=Body, date=Publish Date, title=Headline, url=link"
    assert corpus.receipt.sources["columns"].tolist() == [told]
    with pytest.raises(FramingError, match=r'there are .*Newspaper.*outlet="…"'):
        read_corpus(path)


@pytest.mark.parametrize(
    ("names", "given_names", "found"),
    [
        (["outlet", "source", "text", "body"], {}, {}),
        (["publisher", "source", "text"], {}, {"outlet": "source"}),
        (["source", "text"], {"title": "source"}, {"title": "source"}),
        (["OUTLET", "Text"], {}, {"outlet": "OUTLET", "text": "Text"}),
        (["published-at", "url", "link"], {}, {"date": "published-at"}),
    ],
)
def test_usual_names_count_only_where_the_own_name_is_absent(
    names: list[str], given_names: dict[str, str], found: dict[str, str]
) -> None:
    assert recognise(names, given_names) == found


# --- encodings --------------------------------------------------------------------------------

CURLY = "outlet,text\nRTÉ,“It’s a café” she said — twice; “it’s not” he said.\n"
RUSSIAN = "outlet,text\nТАСС,Дождь шёл весь день и всю ночь в портовом городе на берегу моря.\n"
JAPANESE = "outlet,text\n朝日,港町では一日中雨が降り続き、住民は避難を求められました。\n"
POLISH = (
    "outlet,text\nGazeta," + 3 * "Zażółć gęślą jaźń; deszcz padał całą noc i cały dzień. " + "\n"
)


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (CURLY, "utf-8", "utf-8"),
        (CURLY, "utf-8-sig", "utf-8-sig"),
        (CURLY, "utf-16", "utf-16"),
        (CURLY, "utf-16-le", "utf-16-le"),
        (CURLY, "utf-16-be", "utf-16-be"),
        (CURLY, "utf-32", "utf-32"),
        (CURLY, "cp1252", "cp1252"),
        (RUSSIAN, "cp1251", "cp1251"),
        (JAPANESE, "shift_jis", "cp932"),
        (POLISH, "cp1250", "cp1250"),
    ],
)
def test_encodings(text: str, encoding: str, told: str, tmp_path: Path) -> None:
    corpus = read_corpus(put(tmp_path / "a.csv", text.encode(encoding)))
    outlet, article = text.splitlines()[1].split(",")
    assert corpus.articles[["outlet", "text"]].to_numpy().tolist() == [[outlet, article]]
    assert corpus.receipt.sources["encoding"].tolist() == [told]
    assert corpus.receipt.repaired.empty


def test_damaged_utf8_is_mended_article_by_article(tmp_path: Path) -> None:
    table = HEAD.encode() + "a,A,caf\u00e9 \u2019s\n".encode() + b"b,B,caf\xe9 \xff!\nc,C,fine\n"
    corpus = read_corpus(put(tmp_path / "a.csv", table))
    assert corpus.articles["text"].tolist() == ["café ’s", "caf\ufffd \ufffd!", "fine"]
    assert corpus.receipt.repaired.to_numpy().tolist() == [
        ["b", "characters that could not be decoded replaced by U+FFFD", "text: 2"]
    ]


def test_bytes_that_no_letter_has_in_cp1252(tmp_path: Path) -> None:
    table = HEAD.encode() + b"a,A,the \x93quoted\x94 words and \x81 one \x9d stray\n"
    corpus = read_corpus(put(tmp_path / "a.csv", table))
    assert corpus.articles["text"].tolist() == ["the “quoted” words and \ufffd one \ufffd stray"]
    assert corpus.receipt.repaired["detail"].tolist() == ["text: 2"]


def test_bad_bytes_far_into_the_file(tmp_path: Path) -> None:
    table = HEAD.encode() + b"a,A," + b"rain " * 500_000 + b"\nb,B,it\x92s dry\n"
    corpus = read_corpus(put(tmp_path / "a.csv", table))
    assert corpus.articles.loc["b", "text"] == "it’s dry"


def test_half_a_surrogate_in_json(tmp_path: Path) -> None:
    line = r'{"outlet": "A", "text": "rain \ud83d fell \ud83d\ude00", "tags": ["\ud83d"]}'
    corpus = read_corpus(put(tmp_path / "a.jsonl", line))
    assert corpus.articles["text"].tolist() == ["rain \ufffd fell \U0001f600"]
    assert corpus.articles["tags"].tolist() == ['["\ufffd"]']
    assert corpus.receipt.repaired["detail"].tolist() == ["text: 1"]


# --- broken CSV and JSON ----------------------------------------------------------------------


def test_ragged_rows_are_put_aside_and_good_ones_kept(tmp_path: Path) -> None:
    table = HEAD + 'a,A,one\nb,B\nc,C,three,more\n\nd,D,"four\nlines"\ne,E,five\n'
    corpus = read_corpus(put(tmp_path / "a.csv", table))
    assert corpus.articles.index.tolist() == ["a", "d", "e"]
    assert reasons(corpus) == [
        (2, "2 fields where the header has 3 (line 3)"),
        (3, "4 fields where the header has 3 (line 4)"),
    ]


@pytest.mark.parametrize(
    ("bad", "number"),
    [
        ('b,B,"two\n', 1),  # closed by the next quotation mark, which is not followed by a comma
        ('b,"B,two\n', 1),
        ('b,B,"two" more\n', 1),
        ('b,B,"two\nb2,B,two more\n', 1),
    ],
)
def test_an_unclosed_quote_costs_one_row(bad: str, number: int, tmp_path: Path) -> None:
    table = HEAD + "a,A,one\n" + bad + 'c,C,"three, and more"\nd,D,four\n'
    corpus = read_corpus(put(tmp_path / "a.csv", table))
    assert {"a", "c", "d"} <= set(corpus.articles.index)
    assert len(corpus.receipt.quarantined) == number
    assert reasons(corpus)[0][0] == 2
    assert "(line 3)" in reasons(corpus)[0][1]


def test_an_unclosed_quote_at_the_end(tmp_path: Path) -> None:
    corpus = read_corpus(put(tmp_path / "a.csv", HEAD + 'a,A,"one\nb,B,two\nc,C,three'))
    assert corpus.articles.index.tolist() == ["b", "c"]
    assert len(corpus.receipt.quarantined) == 1


def test_rereading_ends(tmp_path: Path) -> None:
    """Each line opens a quotation that none closes; reading on from each would take for ever."""
    lines = 3_000
    table = HEAD + '",a","\n' * lines
    corpus = read_corpus(put(tmp_path / "a.csv", table))
    assert len(corpus) == 0
    told = corpus.receipt.quarantined["reason"].str.extract(r"and ([\d,]+) lines after it")[0]
    lost = told.dropna().str.replace(",", "").astype(int).sum()
    assert lost > 0
    assert len(told) + lost == lines


def test_nul_and_a_field_of_ten_million_characters(tmp_path: Path) -> None:
    long = "rain " * 2_000_000
    limit = csv.field_size_limit()
    corpus = read_corpus(put(tmp_path / "a.csv", f"{HEAD}a,A,one\0two\nb,B,{long}\n"))
    assert corpus.articles["text"].tolist() == ["one\0two", long]
    assert csv.field_size_limit() == limit


def test_lines_that_are_no_article(tmp_path: Path) -> None:
    lines = [
        '{"outlet": "A", "text": "one"}',
        '{"outlet": "A", "text"',
        "[1, 2]",
        "",
        '"text"',
        "[" * 100_000,
        '{"outlet": "A", "text": {"body": "x"}}',
        '{"outlet": "A", "text": "two", "n": ' + "9" * 5_000 + "}",
        '{"outlet": "A", "text": "three", "n": 1e999}',
    ]
    corpus = read_corpus(put(tmp_path / "a.jsonl", "\n".join(lines)))
    assert corpus.articles["text"].tolist() == ["one", "three"]
    assert sums(corpus) == (8, 2, 6)
    assert dict(reasons(corpus)) == {
        2: "the line is not JSON",
        3: "not a JSON object with the article's columns",
        5: "not a JSON object with the article's columns",
        6: "the line is not JSON",
        7: "the text is not a string",
        8: "the line is not JSON",
    }


fields = st.text(st.sampled_from('aé”,;"\n\r\t\0\\ \udc80'), max_size=8)
hostile_csv = st.lists(fields, max_size=25).map(
    lambda parts: (HEAD + ",".join(parts)).encode("utf-8", "surrogateescape")
)
pieces = ['{"outlet":"A","text":"x"}', '{"outlet":1,"text":"\\ud800","n":[1]}', '{"text":',
          '"\\ud800"', "[", "]", "\n", ",", "null", "\r\n", "NaN", "\xff", "\0"]  # fmt: skip
hostile_json = st.lists(st.sampled_from(pieces), max_size=12).map(
    lambda parts: "".join(parts).encode("latin-1")
)


def read_or_refuse(path: Path) -> None:
    """No crash and no loss: a corpus whose sums agree, or one sentence."""
    try:
        corpus = read_corpus(path)
    except FramingError as error:
        refused = str(error)
    else:
        sums(corpus)
        refused = ""
        assert len(corpus.fingerprint) == 64
    assert "\n" not in refused


@given(hostile_csv)
@case(b"\xff\xfe")
@case(b'"')
@case(b"outlet,text\n\xff,\xff")
def test_hostile_csv(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    read_or_refuse(put(tmp_path_factory.mktemp("hostile") / "a.csv", content))


@given(hostile_json)
@case(b"{}")
@case(b'{"outlet":"A","text":"x","outlet\\ud800":1}')
def test_hostile_json(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    read_or_refuse(put(tmp_path_factory.mktemp("hostile") / "a.jsonl", content))


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.jsonl", "a.parquet", "a.arrow", "a"]))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    read_or_refuse(put(tmp_path_factory.mktemp("hostile") / name, content))


@given(st.integers(0, 5_000), st.integers(0, 255), st.sampled_from([".parquet", ".arrow"]))
def test_damaged_arrow(
    tmp_path_factory: pytest.TempPathFactory, position: int, byte: int, ending: str
) -> None:
    whole = as_arrow(pq.write_table if ending == ".parquet" else write_ipc)
    position %= len(whole)
    damaged = whole[:position] + bytes([byte]) + whole[position + 1 :]
    read_or_refuse(put(tmp_path_factory.mktemp("hostile") / f"a{ending}", damaged))


@given(st.lists(st.integers(0, 3), max_size=12))
def test_every_row_of_a_table_is_kept_or_put_aside(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[int]
) -> None:
    """Rows good, ragged, without outlet and with an unclosed quotation, in any order."""
    table = HEAD
    for i, kind in enumerate(kinds):
        table += [f'i{i},A,"rain, {i}"\n', f"i{i},A\n", f"i{i},,rain\n", f'i{i},A,"rain\n'][kind]
    corpus = read_corpus(put(tmp_path_factory.mktemp("rows") / "a.csv", table))
    assert sums(corpus) == (len(kinds), kinds.count(0), len(kinds) - kinds.count(0))
    assert corpus.articles.index.tolist() == [f"i{i}" for i, kind in enumerate(kinds) if kind == 0]


# --- folders ----------------------------------------------------------------------------------


def test_a_table_and_its_texts(tmp_path: Path) -> None:
    put(tmp_path / "texts" / "one.txt", "Rain fell.\r\n")
    put(tmp_path / "texts" / "two.txt", "It’s dry.".encode("cp1252"))
    put(tmp_path / "texts" / "spare.txt", "Not named.")
    put(tmp_path / "texts" / "README.txt", "No article.")
    put(tmp_path / "elsewhere" / "other.txt", "In a folder that the table does not name.")
    put(tmp_path / "texts" / "blank.txt", " \n")
    put(
        tmp_path / "articles.csv",
        "article_id,outlet,n,path\n"
        "a,A,1,texts/one.txt\nb,B,2,texts/two.txt\nc,C,3,texts/none.txt\nd,D,4,\n"
        "e,E,5,texts/blank.txt\nf,F\ng,,6,./texts/../texts/one.txt\n",
    )
    corpus = read_corpus(tmp_path)
    articles = corpus.articles
    assert articles["text"].tolist() == ["Rain fell.\r\n", "It’s dry."]
    assert articles.index.tolist() == ["a", "b"]
    assert articles["n"].tolist() == [1, 2]
    assert sums(corpus) == (8, 2, 6)
    put_aside = corpus.receipt.quarantined.set_index("source")["reason"].to_dict()
    assert put_aside["texts/spare.txt"] == "the file is not named in the table"
    assert put_aside["texts/blank.txt"] == "the text is empty"
    assert put_aside["texts/one.txt"] == "the outlet is missing"
    by_row = dict(reasons(corpus))
    assert by_row[3] == "there is no such file"
    assert by_row[4] == "no file is named"
    assert corpus.receipt.quarantined.set_index("row").loc[3, "article_id"] == "c"
    encodings = corpus.receipt.sources.set_index("source")["encoding"]
    assert encodings["texts/two.txt"] == "cp1252"
    assert read_corpus(tmp_path / "articles.csv").fingerprint == corpus.fingerprint


def test_ids_come_from_the_file_where_the_table_has_none(tmp_path: Path) -> None:
    put(tmp_path / "a" / "one.txt", "Rain fell.")
    put(tmp_path / "articles.tsv", "Publisher\tFile\nA\ta/one.txt\n")
    assert read_corpus(tmp_path).articles["outlet"].to_dict() == {"a/one": "A"}


def test_no_path_leads_out_of_the_folder(tmp_path: Path) -> None:
    secret = put(tmp_path / "secret.txt", "Not for you.")
    folder = tmp_path / "corpus"
    put(folder / "fine.txt", "Rain fell.")
    os.symlink(secret, folder / "link.txt")
    os.symlink(tmp_path, folder / "up")
    os.symlink(folder / "loop", folder / "loop")
    paths = ["fine.txt", "../secret.txt", str(secret), "link.txt", "up/secret.txt", "loop", "a\0b"]
    frame = pd.DataFrame({"outlet": "A", "path": paths})
    put(folder / "articles.jsonl", frame.to_json(orient="records", lines=True))
    corpus = read_corpus(folder)
    assert corpus.articles["text"].tolist() == ["Rain fell."]
    assert [reason for _, reason in reasons(corpus)][:4] == ["the path leads out of the folder"] * 4
    assert sums(corpus) == (7, 1, 6)
    (folder / "articles.jsonl").unlink()
    put(folder / "fine.txt", "---\noutlet: A\n---\nRain fell.")
    corpus = read_corpus(folder)
    assert corpus.articles["text"].tolist() == ["Rain fell."]
    assert corpus.receipt.quarantined[["article_id", "reason"]].to_numpy().tolist() == [
        ["link", "the path leads out of the folder"]
    ]


def test_front_matter(tmp_path: Path) -> None:
    put(
        tmp_path / "a" / "one.txt",
        "---\noutlet: NO\ntitle: 'Rain: heavy'\ndate: 2017-02-07\n"
        "tags: [wet, cold]\nn: 3\n---\nRain.\n",
    )
    put(
        tmp_path / "two.md", "\ufeff---\r\noutlet: B\r\nid: second\r\n---  \r\nIt’s dry.\r\n---\r\n"
    )
    corpus = read_corpus(tmp_path)
    assert corpus.articles["text"].to_dict() == {
        "a/one": "Rain.\n",
        "second": "It’s dry.\r\n---\r\n",
    }
    first = corpus.articles.loc["a/one"]
    assert first["outlet"] == "NO"
    assert first[["title", "tags"]].tolist() == ["Rain: heavy", '["wet", "cold"]']
    assert first["date"] == pd.Timestamp("2017-02-07")
    assert first["n"] == 3
    one = read_corpus(tmp_path / "a" / "one.txt")
    assert one.articles["outlet"].tolist() == ["NO"]


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("outlet: [A\n---\n", "front matter cannot be read"),
        ("- A\n- B\n---\n", "front matter is not a list"),
        ("outlet: A\n", "front matter not closed"),
        ("outlet: A\n" + "# x\n" * 20_000 + "---\n", "front matter not closed"),
        ("a: &a [x, x]\nb: [*a, *a]\noutlet: A\n---\n", "aliases are not allowed"),
        ("outlet: !!python/object/apply:os.getcwd []\n---\n", ""),
        ("a: " + "[" * 5_000 + "\noutlet: A\n---\n", "front matter cannot be read"),
        ("\n---\n", "the outlet is missing"),
        ("outlet:\n---\n", "the outlet is missing"),
    ],
)
def test_bad_front_matter(head: str, reason: str, tmp_path: Path) -> None:
    put(tmp_path / "bad.txt", f"---\n{head}Rain fell.")
    put(tmp_path / "good.txt", "---\noutlet: B\n---\nIt was dry.")
    put(tmp_path / "plain.txt", "No front matter at all.")
    corpus = read_corpus(tmp_path)
    assert "good" in corpus.articles.index
    expected, kept, _ = sums(corpus)
    assert expected == 3
    by_id = corpus.receipt.quarantined.set_index("article_id")["reason"]
    assert by_id["plain"] == "the outlet is missing"
    if reason:
        assert reason in by_id["bad"]
    else:  # a tag is passed over, and what it stands on is no name
        assert kept == 2
        assert corpus.articles.loc["bad", "outlet"] == "[]"


def test_a_study_names_its_corpus(tmp_path: Path) -> None:
    put(tmp_path / "data" / "all.csv", "paper,text\nA,Rain fell.\n")
    put(tmp_path / "study.toml", 'corpus = "data/all.csv"\n[columns]\noutlet = "paper"\n')
    assert read_corpus(tmp_path).articles["outlet"].tolist() == ["A"]
    put(tmp_path / "data" / "articles.csv", "outlet,text\nB,It was dry.\n")
    put(tmp_path / "study.toml", 'corpus = "data"\n')
    assert read_corpus(tmp_path).articles["outlet"].tolist() == ["B"]


@pytest.mark.parametrize(
    ("study", "says"),
    [
        ('corpus = "../other.csv"', "outside the folder"),
        ('corpus = "none.csv"', "not there"),
        ("corpus = ", "not valid TOML"),
        ('columns = "x"', "must be a table"),
        ("", "holds no articles"),
    ],
)
def test_a_study_that_is_wrong(study: str, says: str, tmp_path: Path) -> None:
    put(tmp_path / "other.csv", "outlet,text\nA,Rain fell.\n")
    put(tmp_path / "study" / "study.toml", study)
    with pytest.raises(FramingError, match=says):
        read_corpus(tmp_path / "study")


def test_the_example() -> None:
    corpus = example()
    assert corpus.articles["outlet"].nunique() == 6
    assert len(corpus) == 72
    assert sums(corpus) == (72, 72, 0)
    assert corpus.receipt.repaired.empty
    assert corpus.articles[["date", "event", "title", "author"]].notna().all(axis=None)


@pytest.mark.external
def test_the_dissent_articles(shared: Path) -> None:
    corpus = read_corpus(shared / "corpus" / "dissent")
    assert sums(corpus) == (5, 5, 0)
    assert corpus.articles["outlet"].is_unique
    for article_id, text in corpus.articles["text"].items():
        file = shared / "corpus" / "dissent" / f"{article_id}.txt"
        assert text == file.read_bytes().decode("utf-8")
