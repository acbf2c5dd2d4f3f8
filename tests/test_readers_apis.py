"""Media Cloud, NewsAPI, GDELT and Zotero: made-up articles in each one's real structure."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

import framing as fr
from framing.errors import FramingError
from framing.readers import read_files, read_manifest
from framing.readers.formats import format_of, read_file
from framing.readers.gather import Read

Row = dict[str, Any]


def put(folder: Path, content: str | bytes, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path, content: str | bytes, name: str = "list.csv") -> Read:
    return read_file(put(folder, content, name), name)


def table(rows: list[Row], bom: bool = False) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" * bom + file.getvalue()


def said(found: Read, *names: str) -> list[list[Any]]:
    return (
        found.frame[list(names)]
        .astype(object)
        .where(found.frame[list(names)].notna(), None)
        .to_numpy()
        .tolist()
    )


# --- Media Cloud ------------------------------------------------------------------------------

STORY = {
    "id": "8f2c0f", "indexed_date": "2025-03-02 04:05:06.123", "language": "en",
    "media_name": "harbourpost.example", "media_url": "harbourpost.example",
    "publish_date": "2025-03-01", "title": "Quay floods",
    "url": "https://www.harbourpost.example/opinion/quay-floods",
}  # fmt: skip
OLD_STORY = {
    "stories_id": 1234, "publish_date": "2019-03-01 10:15:00", "title": "Quay floods",
    "url": "https://www.harbourpost.example/quay", "language": "en", "ap_syndicated": True,
    "themes": "floods", "media_id": 7, "media_name": "The Harbour Post",
    "media_url": "http://www.harbourpost.example",
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (table([STORY] * 2), "mc-onlinenews-mediacloud-20250302-content.csv"),
        (json.dumps([STORY] * 2), "stories.json"),
        (json.dumps({"stories": [STORY] * 2, "pagination_token": None}, indent=2), "stories.json"),
        ("\n".join([json.dumps(STORY)] * 2), "stories.jsonl"),
        (json.dumps([{"stories": [STORY]}] * 2), "pages.json"),
    ],
)
def test_stories_of_media_cloud(tmp_path: Path, content: str, name: str) -> None:
    found = read(tmp_path, content, name)
    names = ("article_id", "outlet", "title", "date", "language", "indexed_date")
    expected = ["8f2c0f", "harbourpost.example", "Quay floods", "2025-03-01", "en"]
    assert said(found, *names) == [[*expected, STORY["indexed_date"]]] * 2
    assert found.sources["format"].tolist() == ["media cloud"]
    frame = read_manifest(tmp_path / name).frame
    assert frame["genre"].tolist() == ["opinion"] * 2  # by the address
    with pytest.raises(FramingError, match="addresses and no texts"):
        fr.read_corpus(tmp_path / name)


@pytest.mark.parametrize("as_text", [table, json.dumps])
def test_stories_of_the_explorer_say_which_came_from_an_agency(
    tmp_path: Path, as_text: Any
) -> None:
    rows = [OLD_STORY, {**OLD_STORY, "stories_id": 2, "ap_syndicated": False, "media_name": ""}]
    found = read(tmp_path, as_text(rows), "all-stories.txt")
    assert said(found, "article_id", "outlet", "date", "agency") == [
        ["1234", "The Harbour Post", "2019-03-01 10:15:00", "AP"],
        ["2", "harbourpost.example", "2019-03-01 10:15:00", None],
    ]


def test_a_text_joined_to_a_list_is_kept(tmp_path: Path) -> None:
    put(tmp_path, table([{**STORY, "text": "Rain fell."}]), "joined.csv")
    assert fr.read_corpus(tmp_path / "joined.csv").articles["text"].tolist() == ["Rain fell."]


# --- NewsAPI ----------------------------------------------------------------------------------

ARTICLE = {
    "source": {"id": None, "name": "The Harbour Post"}, "author": "Ann Brill",
    "title": "Quay floods", "description": "The quay was flooded.",
    "url": "https://www.harbourpost.example/quay", "urlToImage": None,
    "publishedAt": "2025-03-01T10:15:00Z", "content": "Rain fell on the… [+3021 chars]",
}  # fmt: skip
ANSWER = {"status": "ok", "totalResults": 2, "articles": [ARTICLE] * 2}


def flat(source: str) -> Row:
    return {"": 0, **ARTICLE, "source": source}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (json.dumps(ANSWER), "answer.json"),
        (json.dumps(ANSWER, indent=4), "answer.json"),
        (json.dumps(ANSWER["articles"]), "articles.json"),
        ("\n".join(json.dumps({**ANSWER, "articles": [ARTICLE]}) for _ in "ab"), "pages.jsonl"),
        (table([flat("{'id': None, 'name': 'The Harbour Post'}")] * 2), "newsapi.csv"),
        (table([flat('{"name": "The Harbour Post"}')] * 2), "newsapi.csv"),
        (table([flat("The Harbour Post")] * 2, bom=True), "newsapi.csv"),
        (
            table([{**ARTICLE, "source": "", "source.name": "The Harbour Post"}] * 2),
            "normalized.csv",
        ),
    ],
)
def test_answers_of_newsapi_are_addresses_and_no_texts(
    tmp_path: Path, content: str, name: str
) -> None:
    found = read(tmp_path, content, name)
    names = ("outlet", "author", "title", "date", "abstract", "excerpt")
    assert said(found, *names) == [
        ["The Harbour Post", "Ann Brill", "Quay floods", "2025-03-01T10:15:00Z",
         "The quay was flooded.", "Rain fell on the… [+3021 chars]"]
    ] * 2  # fmt: skip
    assert found.sources["format"].tolist() == ["newsapi"]
    assert "text" not in found.frame
    with pytest.raises(FramingError, match="addresses and no texts"):
        fr.read_corpus(tmp_path / name)


def test_texts_put_in_the_place_of_excerpts_are_texts(tmp_path: Path) -> None:
    long = "Rain fell on the quay. " * 20
    rows = [{**ARTICLE, "content": long}, {**ARTICLE, "content": long[:199] + "… [+9 chars]"}]
    assert said(read(tmp_path, json.dumps(rows), "a.json"), "text") == [[long], [None]]


def test_articles_that_newsapi_has_removed_are_put_aside(tmp_path: Path) -> None:
    removed = {**ARTICLE, "title": "[Removed]", "url": "https://removed.com"}
    answer = {**ANSWER, "articles": [ARTICLE, removed, "x"]}
    found = read(tmp_path, json.dumps(answer), "a.json")
    assert len(found.frame) == 1
    assert found.quarantined["row"].tolist() == [2, 3]
    assert found.quarantined["reason"][0] == "NewsAPI has removed the article"


def test_names_of_outlets_with_apostrophes(tmp_path: Path) -> None:
    source = repr({"id": "h", "name": "The Harbour's Post"})
    found = read(tmp_path, table([{**ARTICLE, "source": source}]))
    assert said(found, "outlet") == [["The Harbour's Post"]]


# --- GDELT ------------------------------------------------------------------------------------

SEEN = {
    "url": "https://www.harbourpost.example/quay", "url_mobile": "", "title": "Quay floods",
    "seendate": "20250301T101500Z", "socialimage": "https://www.harbourpost.example/q.jpg",
    "domain": "harbourpost.example", "language": "English", "sourcecountry": "United Kingdom",
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (json.dumps({"articles": [SEEN]}), "artlist.json"),
        (json.dumps([SEEN]), "artlist.json"),
        (table([SEEN]), "gdeltdoc.csv"),
    ],
)
def test_articles_of_gdelts_search(tmp_path: Path, content: str, name: str) -> None:
    found = read(tmp_path, content, name)
    assert said(found, "outlet", "date", "seen", "title", "language", "country") == [
        ["harbourpost.example", "2025-03-01T10:15:00Z", "2025-03-01T10:15:00Z", "Quay floods",
         "English", "United Kingdom"]
    ]  # fmt: skip
    assert found.sources["format"].tolist() == ["gdelt"]


def test_the_table_of_gdelts_search(tmp_path: Path) -> None:
    row = {
        "URL": SEEN["url"],
        "MobileURL": "",
        "Date": "2025-03-01 10:15:00",
        "Title": "Quay floods",
    }
    found = read(tmp_path, table([row], bom=True))
    assert said(found, "outlet", "date", "url", "title") == [
        ["harbourpost.example", "2025-03-01 10:15:00", SEEN["url"], "Quay floods"]
    ]


def document(extras: str = "") -> str:
    fields = ["20250301101500-T12", "20250301101500", "1", "harbourpost.example", SEEN["url"]]
    return "\t".join([*fields, *[""] * 21, extras])


def event(url: str, width: int = 61) -> str:
    added = ["20250301101500"] if width == 61 else ["20250301"]
    return "\t".join(["410412347", "20250228", *["x"] * (width - 4), *added, url])


def test_tables_of_documents(tmp_path: Path) -> None:
    extras = (
        "<PAGE_PRECISEPUBTIMESTAMP>20250228230000</PAGE_PRECISEPUBTIMESTAMP>"
        "<PAGE_TITLE>Quay &amp; harbour</PAGE_TITLE>"
    )
    found = read(tmp_path, "\n".join([document(), document(extras), "broken"]), "x.gkg.csv")
    assert said(found, "article_id", "outlet", "url", "date", "seen", "title") == [
        [
            "20250301101500-T12",
            "harbourpost.example",
            SEEN["url"],
            seen,
            "2025-03-01T10:15:00Z",
            title,
        ]
        for seen, title in (
            ("2025-03-01T10:15:00Z", None),
            ("2025-02-28T23:00:00Z", "Quay & harbour"),
        )
    ]
    assert found.quarantined["reason"].tolist() == ["1 fields where GDELT has 27"]


@pytest.mark.parametrize(("width", "date"), [(61, "2025-03-01T10:15:00Z"), (58, "2025-03-01")])
def test_tables_of_events_give_each_address_once(tmp_path: Path, width: int, date: str) -> None:
    rows = [event(url, width) for url in ("https://a.example/1", "https://a.example/1", "BBC")]
    found = read(tmp_path, "\r\n".join(rows), "20250301101500.export.CSV")
    assert said(found, "url", "outlet", "date") == [
        ["https://a.example/1", "a.example", date], ["BBC", None, date]
    ]  # fmt: skip
    assert found.quarantined["reason"].tolist() == ["another event of an article above"]


def test_tables_of_gdelt_with_names(tmp_path: Path) -> None:
    row = {"DATE": "20250301101500", "SourceCommonName": "a.example", "DocumentIdentifier": "u"}
    assert said(read(tmp_path, table([row])), "outlet", "date", "url") == [
        ["a.example", "2025-03-01T10:15:00Z", "u"]
    ]
    row = {"GLOBALEVENTID": "1", "SQLDATE": "20250101", "DATEADDED": "20250301", "SOURCEURL": "u"}
    assert said(read(tmp_path, table([row])), "date", "url") == [["2025-03-01", "u"]]


# --- Zotero -----------------------------------------------------------------------------------

COLUMNS = (
    "Key", "Item Type", "Publication Year", "Author", "Title", "Publication Title", "ISBN", "ISSN",
    "DOI", "Url", "Abstract Note", "Date", "Date Added", "Date Modified", "Access Date", "Pages",
    "Language", "Library Catalog", "Notes", "File Attachments", "Link Attachments", "Manual Tags",
    "Automatic Tags", "Section",
)  # fmt: skip


def item(**values: str) -> Row:
    given = {name.replace("_", " ").title(): value for name, value in values.items()}
    return {**dict.fromkeys(COLUMNS, ""), "Item Type": "newspaperArticle", **given}


def test_a_library_of_zotero(tmp_path: Path) -> None:
    rows = [
        item(key="A1", publication_title="The Post", title="Quay floods", date="2025-03-01",
             author="Brill, Ann; Carr, Ed", section="Opinion", abstract_note="A quay.",
             file_attachments="/srv/ann/Zotero/storage/A1/quay.pdf", language="en"),
        item(key="A2", library_catalog="www.harbourpost.example"),
        item(key="A3", url="https://www.harbourpost.example/x", item_type="webpage"),
    ]  # fmt: skip
    found = read(tmp_path, table(rows, bom=True), "My Library.csv")
    names = ("article_id", "outlet", "date", "author", "section", "abstract", "item_type")
    assert said(found, *names)[0] == [
        "A1", "The Post", "2025-03-01", "Brill, Ann; Carr, Ed", "Opinion", "A quay.",
        "newspaperArticle",
    ]  # fmt: skip
    assert said(found, "outlet") == [
        ["The Post"],
        ["www.harbourpost.example"],
        ["harbourpost.example"],
    ]
    assert not [name for name in found.frame if "attachment" in name]
    assert "text" not in found.frame


@pytest.mark.parametrize(
    "attachment",
    [
        "storage/A1/quay.txt",
        "/srv/ann/Zotero/storage/A1/quay.txt",
        "C:\\Users\\Ann\\Zotero\\storage\\A1\\quay.txt",
        "/srv/ann/quay.pdf; /srv/ann/Zotero/storage/A1/quay.txt",
    ],
)
def test_texts_that_lie_beside_the_list_are_read(tmp_path: Path, attachment: str) -> None:
    put(tmp_path, "Rain fell.", "storage/A1/quay.txt")
    rows = [item(key="A1", publication_title="The Post", file_attachments=attachment)]
    assert said(read(tmp_path, table(rows)), "text") == [["Rain fell."]]


def test_a_page_saved_with_an_item_is_its_text(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    days = ["Monday", "Tuesday", "Wednesday", "Thursday"]
    said_there = [
        f"The quay was flooded on {day}, and the harbour office closed its {i} gates before dusk,"
        f" as {i * 40} people who live by the water had asked it to do in their letter of {day}."
        for i, day in enumerate(days, 2)
    ]
    body = "".join(f"<p>{sentence}</p>" for sentence in said_there)
    page = f"<html><head><title>Floods</title></head><body><article>{body}</article></body></html>"
    put(tmp_path, page, "storage/A1/quay.html")
    put(tmp_path, "<html><body></body></html>", "storage/A2/empty.html")
    rows = [
        item(key=key, publication_title="The Post", file_attachments=f"/z/storage/{key}/{name}")
        for key, name in (("A1", "quay.html"), ("A2", "empty.html"))
    ]
    text, none = read(tmp_path, table(rows)).frame["text"]
    assert text.split("\n\n") == said_there
    assert pd.isna(none)


@pytest.mark.parametrize(
    "attachment",
    ["../secret.txt", "storage/A1/../../../secret.txt", "{}/secret.txt", "none.txt", "\0.txt",
     ".txt", "storage/A1/link.txt", "; ; .txt"],
)  # fmt: skip
def test_nothing_outside_the_folder_is_read(tmp_path: Path, attachment: str) -> None:
    put(tmp_path, "Secret.", "secret.txt")
    (tmp_path / "list" / "storage" / "A1").mkdir(parents=True)
    (tmp_path / "list" / "storage" / "A1" / "link.txt").symlink_to(tmp_path / "secret.txt")
    rows = [item(key="A1", file_attachments=attachment.format(tmp_path))]
    found = read_file(put(tmp_path, table(rows), "list/list.csv"), "list.csv")
    assert "text" not in found.frame


# --- damage, and what is none of these --------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "names", "rows"),
    [
        ('[{"text": "a"}, {"text": "b"}, {"te', ["a", "b"], [3]),
        ('[{"text": "a"}, {"text": "b"}', ["a", "b"], [3]),
        ('[{"text": "a"},, {"text": "b"} {"text": "c"}]', ["a", "b", "c"], []),
        ('[{"text": "a"}]\n[{"text": "b"}]', ["a"], [2]),
        ('[{"text": "a"}, {"text": "b" "c"}, {"text": "d"}]', ["a"], [2]),
        ('[{"text": "a"}, ' + "[" * 100_000, ["a"], [2]),
        ('[{"text": "a", "text": "b"}, {"text": "c", "n": NaN}]', ["b", "c"], []),
    ],
)
def test_of_a_damaged_array_the_articles_before_the_damage_are_read(
    tmp_path: Path, content: str, names: list[str], rows: list[int]
) -> None:
    found = read(tmp_path, content, "a.json")
    assert found.frame["text"].tolist() == names
    assert found.quarantined["row"].tolist() == rows
    assert found.quarantined["reason"].str.contains("damaged or breaks off").all()


@pytest.mark.parametrize("keep", [0.55, 0.95])
def test_of_a_damaged_answer_too(tmp_path: Path, keep: float) -> None:
    answer = {"status": "ok", "totalResults": 20, "articles": [ARTICLE] * 20}
    for content in (json.dumps(answer), json.dumps(answer, indent=1), json.dumps([answer] * 2)):
        found = read(tmp_path, content[: int(keep * len(content))], "a.json")
        assert len(found.frame) >= int(keep * 20) - 1
        assert len(found.quarantined) == 1


def test_what_cannot_be_read_at_all_is_one_sentence(tmp_path: Path) -> None:
    for content in (
        '[{"urlToImage": 1, "publishedAt": 2, "source": ',
        '{"articles": [{"seendate": 1, "url": 2, "domain": ',
    ):
        with pytest.raises(FramingError, match=r"a\.json .* mend it"):
            read(tmp_path, content, "a.json")


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        ("outlet,text,url,date,title\nA,Rain.,u,2025-03-01,Rain\n", "articles.csv", "csv"),
        ("id,source,body,media_name\n1,A,Rain.,x\n", "articles.csv", "csv"),
        (
            json.dumps(
                [{"outlet": "A", "text": 'says "urlToImage": 1, "publishedAt": 2, "source"'}]
            ),
            "a.json",
            "json",
        ),
        (
            json.dumps([{"url": "u", "title": "t", "content": "c", "publishedAt": "d"}]),
            "a.json",
            "json",
        ),
        ("\t".join("a" * 27) + "\nb", "a.tsv", "csv"),
        ("\t".join("1" * 61) + "\nb", "a.tsv", "csv"),
        ("Key,Title,Url\n1,a,b\n", "a.csv", "csv"),
    ],
)
def test_other_lists_are_not_taken_for_these(
    tmp_path: Path, content: str, name: str, form: str
) -> None:
    found = format_of(put(tmp_path, content, name))
    assert found is not None
    assert found.name == form


WHOLE = {
    "a.csv": table([STORY] * 3), "b.csv": table([OLD_STORY] * 3), "c.csv": table([flat("A")] * 3),
    "d.csv": table([SEEN] * 3), "e.csv": "\n".join([document()] * 3),
    "f.csv": "\n".join([event("u")] * 3), "g.csv": table([item(key="A", title="b")] * 3),
    "a.json": json.dumps([STORY] * 3), "b.json": json.dumps(ANSWER),
    "c.json": json.dumps({"articles": [SEEN] * 3}, indent=1),
    "a.jsonl": "\n".join([json.dumps(ANSWER)] * 3),
}  # fmt: skip


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_damaged_lists_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    content = WHOLE[name].encode()
    positions = st.integers(0, len(content))
    for _ in range(data.draw(st.integers(1, 3))):
        start, end = sorted((data.draw(positions), data.draw(positions)))
        piece = data.draw(st.sampled_from([b"", b"\0", b"\xff", b'"', b"\n", b"[", b'{"a": ']))
        content = content[:start] + piece + content[end:]
    found = read_files([put(tmp_path_factory.mktemp("damaged"), content, name)])
    rows = [*found.origin["row"], *found.quarantined["row"]]
    assert len(set(rows)) == len(rows) == len(found.frame) + len(found.quarantined)


def test_a_list_with_ever_new_names_stays_small(tmp_path: Path) -> None:
    rows = [STORY, *({**STORY, f"name{i}": i} for i in range(600))]
    found = read(tmp_path, json.dumps(rows), "a.json")
    assert found.frame.shape == (601, 400)
    assert len(found.repaired) == 600 - (400 - len(STORY))


values = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([*STORY, *ARTICLE, *SEEN, "text", "Key"]),
            st.one_of(
                values,
                st.lists(values, max_size=2),
                st.dictionaries(st.text(max_size=4), values, max_size=2),
            ),
        ),
        max_size=4,
    ),
    st.sampled_from([STORY, ARTICLE, SEEN]),
)
def test_no_row_is_lost_whatever_it_says(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], first: Row
) -> None:
    path = put(tmp_path_factory.mktemp("rows"), json.dumps([first, *rows]), "a.json")
    found = read_files([path])
    assert isinstance(found.frame, pd.DataFrame)
    assert len(found.frame) + len(found.quarantined) == len(rows) + 1
