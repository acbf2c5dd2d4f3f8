"""Exports of Nexis: Word and RTF of Nexis Uni, text and RTF of LexisNexis before it."""

from __future__ import annotations

import textwrap
import time
import zipfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import example as case
from hypothesis import given
from office_files import Line, docx, packed, rich, rtf, table

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.readers import read_corpus, read_files
from framing.readers.formats import format_of, read_file
from framing.readers.gather import Read
from framing.readers.rtf import rtf_paragraphs
from framing.readers.written_dates import plain_date

QUAY = "Quay at Port Ellery collapses"
NBSP = "\N{NO-BREAK SPACE}"
ITEM = "https://advance.lexis.com/api/document?collection=news&id=urn:contentItem:{}&context="


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a file, without what is missing."""
    read = read_file(path, path.name)
    records = read.frame.astype(object).to_dict("records")
    return [{key: value for key, value in r.items() if pd.notna(value)} for r in records]


def balance(read: Read) -> tuple[int, int]:
    return len(read.frame), len(read.quarantined)


def checked(path: Path) -> Corpus:
    corpus = read_corpus(path)
    assert corpus.receipt.expected == corpus.receipt.kept + len(corpus.receipt.quarantined)
    return corpus


# --- Nexis Uni, as Word and as RTF ------------------------------------------------------------


def field(label: str, value: str) -> Line:
    return Line(bold=f"{label}:", plain=NBSP + value)


def uni(number: int = 1, text: tuple[str, ...] = ("It fell.", "Nobody was hurt."), **given: Any):
    """An article, in the order and the style of Nexis Uni."""
    said = {"title": QUAY, "outlet": "The Ellery Gazette"} | given
    item = said.get("item", f"5XYZ-0{number:03}-AAAA-0001-00000-00")
    lines = [
        Line(
            bold=said["title"],
            mark=f"Bookmark_{number}",
            link=ITEM.format(item) if item else "",
            heading=True,
        ),
        Line(plain=said["outlet"]),
        Line(plain=said.get("date", "November 3, 2023 Friday")),
        Line(),
        Line(plain="Copyright 2023 Ellery Press", rule=True),
    ]
    head = {"section": "Section", "length": "Length", "author": "Byline", "subtitle": "Highlight"}
    lines += [field(label, said[name]) for name, label in head.items() if name in said]
    lines += [Line(bold="Body", inner=f"Body_{number}"), Line()]
    lines += [part if isinstance(part, Line) else Line(plain=part) for part in text]
    if "caption" in said:
        lines += [Line(bold="Graphic", rule=True), Line(), Line(plain=said["caption"])]
    tail = {"language": "Language", "kind": "Publication-Type", "subject": "Subject"}
    if tail.keys() & said.keys():
        lines.append(Line(bold="Classification", rule=True))
        lines += [field(label, said[name]) for name, label in tail.items() if name in said]
    lines.append(Line(bold="Load-Date:", plain=f"{NBSP}November 4, 2023", rule=True))
    return [*lines, Line(), Line(bold="End of Document", rule=True), Line()]


def cover(*titles: str) -> list[Line]:
    lines = [
        Line(),
        field("User Name", "A. READER"),
        field("Date and Time", "Monday, November 6, 2023 9:01:00 AM GMT"),
        field("Job Number", "123456"),
        Line(bold=f"Documents ({len(titles)})"),
    ]
    for number, title in enumerate(titles, 1):
        lines += [
            Line(plain=f"{number}. {title}", link="https://advance.lexis.com/x"),
            field("Client/Matter", "-None-"),
            field("Search Terms", "quay"),
            field("Search Type", "Terms and Connectors"),
            Line(bold="Narrowed by: "),
            *table([("Content Type", "Narrowed by"), ("News", "Sources: The Ellery Gazette")]),
            Line(),
        ]
    return lines


FULL = {
    "length": "5 words",
    "section": "NEWS; Pg. 3",
    "author": "Ann Writer",
    "subtitle": "Nobody knows why",
    "caption": "PHOTO: The quay",
    "language": "ENGLISH",
    "kind": "Newspaper",
    "subject": "HARBOURS (90%)",
}
EITHER = pytest.mark.parametrize(("write", "ending"), [(docx, ".docx"), (rtf, ".rtf")])


@EITHER
def test_an_export_of_several_articles(write: Any, ending: str, tmp_path: Path) -> None:
    lines = [
        *cover(QUAY, "Body"),
        *uni(1, **FULL),
        *uni(2, title="Body"),
    ]
    corpus = checked(put(tmp_path, "Files (2)" + ending, write(lines)))
    first, second = corpus.articles.to_dict("records")
    assert first["text"] == "It fell.\n\nNobody was hurt."
    assert (first["title"], first["outlet"]) == (
        QUAY,
        "The Ellery Gazette",
    )
    assert (first["section"], first["genre"]) == ("NEWS; Pg. 3", "news")
    assert (first["author"], first["subtitle"]) == ("Ann Writer", "Nobody knows why")
    assert (first["caption"], first["load_date"]) == ("PHOTO: The quay", "November 4, 2023")
    assert (first["language"], first["document_type"]) == ("ENGLISH", "Newspaper")
    assert (first["subject"], first["length_stated"]) == ("HARBOURS (90%)", 5)
    assert corpus.articles.index[0] == "5XYZ-0001-AAAA-0001-00000-00"
    assert first["url"] == ITEM.format("5XYZ-0001-AAAA-0001-00000-00")
    assert first["date"] == second["date"] == pd.Timestamp("2023-11-03")
    assert second["title"] == "Body"
    assert corpus.receipt.sources.iloc[0][["format", "stated"]].tolist() == [
        f"nexis {ending[1:]}",
        2,
    ]
    assert len(corpus.receipt.quarantined) == len(corpus.receipt.repaired) == 0


@EITHER
def test_one_article_to_a_file_without_a_cover(write: Any, ending: str, tmp_path: Path) -> None:
    [record] = rows(put(tmp_path, "one" + ending, write(uni())))
    assert record["text"] == "It fell.\n\nNobody was hurt."
    assert "author" not in record


@EITHER
def test_documents_that_the_file_states_and_does_not_hold(
    write: Any, ending: str, tmp_path: Path
) -> None:
    lines = [*cover(QUAY, "Second", "Third"), *uni(1)]
    corpus = checked(put(tmp_path, "x" + ending, write(lines)))
    assert corpus.receipt.kept == 1
    assert set(corpus.receipt.quarantined["reason"]) == {"the file states 3 articles and holds 1"}
    only = checked(put(tmp_path, "list" + ending, write(cover("One", "Two"))))
    assert (only.receipt.kept, len(only.receipt.quarantined)) == (0, 2)


@EITHER
def test_words_of_the_vendor_in_a_text_stay_there(write: Any, ending: str, tmp_path: Path) -> None:
    text = (
        "Body",
        "Length: 3 words",
        "End of Document",
        "Graphic",
        "Classification",
        "Load-Date: May 1, 2020",
        "Copyright 2020 Nobody",
        "Documents (7)",
    )
    records = rows(put(tmp_path, "x" + ending, write([*uni(1, text), *uni(2, text[::-1])])))
    assert [r["text"] for r in records] == ["\n\n".join(text), "\n\n".join(text[::-1])]


@EITHER
def test_without_bookmarks_the_lines_alone_tell(write: Any, ending: str, tmp_path: Path) -> None:
    def bare(line: Line) -> Line:
        return Line(line.bold, line.plain, rule=line.rule, cells=line.cells)

    lines = [*cover(QUAY, "Two"), *uni(1, **FULL), *uni(2, title="Two")]
    first, second = rows(put(tmp_path, "x" + ending, write(map(bare, lines))))
    assert (first["title"], second["title"]) == (QUAY, "Two")
    assert first["text"] == second["text"] == "It fell.\n\nNobody was hurt."
    assert "article_id" not in first

    plain = [Line(plain=line.bold + line.plain, cells=line.cells) for line in lines]
    first, second = rows(put(tmp_path, "plain" + ending, write(plain)))
    assert (first["title"], second["title"]) == (QUAY, "Two")
    assert first["text"] == "It fell.\n\nNobody was hurt."
    assert (first["caption"], first["load_date"]) == ("PHOTO: The quay", "November 4, 2023")


def test_in_plain_lines_an_end_is_one_only_before_another_article(tmp_path: Path) -> None:
    lines = [*uni(1, ("One.", "End of Document", "Two.")), *uni(2)]
    plain = [Line(plain=line.bold + line.plain) for line in lines]
    first, second = rows(put(tmp_path, "x.docx", docx(plain)))
    assert first["text"] == "One.\n\nEnd of Document\n\nTwo."
    assert second["text"] == "It fell.\n\nNobody was hurt."


@pytest.mark.parametrize(
    ("date", "title", "read"),
    [
        ("3. November 2023 Freitag", "x", "2023-11-03"),
        ("viernes 3 de noviembre de 2023", "x", "2023-11-03"),
        ("vendredi 3 novembre 2023", "x", "2023-11-03"),
        ("4 oktober 2017 woensdag 09:15 AM", "x", "2017-10-04 09:15"),
        ("Friday, November 3, 2023 10:15 PM GMT", "x", "2023-11-03 22:15"),
        ("May 2, 2002, Thursday,, FINAL EDITION", "x", "2002-05-02"),
        ("November 3, 2023 Friday", "Rebuilding after Covid-19, part 1", "2023-11-03"),
        ("November 3, 2023 Friday", "September 11, 2001", "2023-11-03"),
        ("November 2023", "September 11, 2001", None),
        ("Winter 2010", "Rebuilding after May 1, 2020", None),
    ],
)
def test_the_date_is_that_of_the_date_line(
    date: str, title: str, read: str | None, tmp_path: Path
) -> None:
    corpus = checked(put(tmp_path, "x.docx", docx(uni(date=date, title=title))))
    article = corpus.articles.iloc[0]
    assert article["title"] == title
    if read is None:
        assert pd.isna(article["date"])
        assert corpus.receipt.repaired["detail"].str.contains(date).any()
    else:
        assert article["date"] == pd.Timestamp(read)


def test_dates_in_words_are_left_where_they_are_not_understood() -> None:
    assert plain_date("3 Blaumond 2023") is None
    assert plain_date("Marchand 2, 2002") is None
    assert plain_date("2 May 2002 was a bad day") == ("2 May 2002", "was a bad day")


def test_a_correction_before_the_date_does_not_hide_it(tmp_path: Path) -> None:
    lines = uni()
    lines.insert(2, Line(plain="Correction Appended"))
    [record] = rows(put(tmp_path, "x.docx", docx(lines)))
    assert (record["date"], record["outlet"]) == ("3 November 2023", "The Ellery Gazette")
    assert record["correction"] == "Correction Appended"


def test_a_text_shorter_than_stated_is_flagged(tmp_path: Path) -> None:
    corpus = checked(put(tmp_path, "x.docx", docx([*uni(1, length="512 words"), *uni(2)])))
    [flag] = corpus.receipt.repaired.to_dict("records")
    assert flag["repair"] == "flagged: stated length differs"
    assert flag["detail"] == "512 stated, 5 read"
    assert flag["article_id"] == "5XYZ-0001-AAAA-0001-00000-00"


def test_labels_of_other_languages(tmp_path: Path) -> None:
    lines = [
        Line(bold="Kaimauer eingestürzt", heading=True),
        Line(plain="Elleryer Bote"),
        Line(plain="3. November 2023 Freitag"),
        Line(plain="Copyright 2023 Bote"),
        field("Rubrik", "POLITIK; S. 3"),
        field("Länge", "1.234 Wörter"),
        field("Autor", "Anna Schreiber"),
        Line(bold="Body"),
        Line(plain="Sie fiel."),
        Line(bold="Load-Date:", plain=f"{NBSP}4. November 2023"),
        Line(bold="End of Document"),
    ]
    [record] = rows(put(tmp_path, "x.docx", docx(lines)))
    assert record["section"] == "POLITIK; S. 3"
    assert (record["author"], record["length_stated"]) == ("Anna Schreiber", "1234")
    assert (record["date"], record["text"]) == ("3 November 2023", "Sie fiel.")


def test_a_document_that_the_vendor_could_not_show_is_put_aside(tmp_path: Path) -> None:
    sorry = "We are sorry but there is an error in this document and it cannot be displayed."
    lines = [*cover("One", "Two"), *uni(1), Line(plain=sorry, mark="Bookmark_2")]
    corpus = checked(put(tmp_path, "x.docx", docx([*lines, Line(bold="End of Document")])))
    [aside] = corpus.receipt.quarantined.to_dict("records")
    assert (aside["row"], aside["reason"]) == (2, f"no article: {sorry[:100]!r}")


def test_an_article_without_a_text_is_counted(tmp_path: Path) -> None:
    lines = [*uni(1), *uni(2, (), caption="PHOTO: only a picture")]
    corpus = checked(put(tmp_path, "x.docx", docx(lines)))
    assert corpus.receipt.quarantined["reason"].tolist() == ["the text is empty"]


def test_an_identifier_that_only_some_articles_have_loses_none(tmp_path: Path) -> None:
    same = "5XYZ-0001-AAAA-0001-00000-00"
    lines = [*uni(1), *uni(2, item=""), *uni(3, ("Another text.",), item=same)]
    corpus = checked(put(tmp_path, "x.docx", docx(lines)))
    assert corpus.articles.index.tolist() == [same, "x.docx:2", "x.docx:3"]


def test_tables_text_boxes_and_footnotes_are_read_once(tmp_path: Path) -> None:
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box."
        "</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r>"
        "<w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>"
        '<w:t>Beside it.</w:t><w:footnoteReference w:id="2"/></w:r><w:r><w:delText>Gone.'
        "</w:delText></w:r></w:p>"
    )
    note = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    lines = uni(1, (Line(cells=("Port", "Ships")), Line(cells=("Ellery", "7"))))[:-4]
    path = put(tmp_path, "x.docx", docx(lines, extra=box, word__footnotes_xml=note))
    [record] = rows(path)
    assert record["text"] == "Port\tShips\n\nEllery\t7\n\nIn a box.\n\nBeside it.\n\nA note."


def test_rtf_code_pages_links_and_what_is_not_text() -> None:
    from framing.readers.rtf import rtf_paragraphs

    source = (
        rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset238 A;}{\f1\fcharset0 B;}}"
        rb"{\info{\title no}}"
        rb"\'c4\'e0 \f0 \'f8\f1 \'e9{\*\generator no;}\u8222\'84\uc2\u8220 ab\u-10179??\u-8704??"
        rb"{\footnote later}\emdash\~{\pict 00ff}{\nonshppict{\pict 00}}{\v }\bin4 }}}}\par"
        rb"{\field{\*\fldinst HYPERLINK "
        + b'"https://e.test/?q=\\\'e9"'
        + rb"}{\fldrslt shown}}\par}"
        rb"trailing"
    )
    paragraphs, whole = rtf_paragraphs(source)
    assert whole
    assert [p.text for p in paragraphs] == ["Да řé„“😀—\xa0", "later", "shown"]
    assert paragraphs[2].links == ("https://e.test/?q=é",)


# --- LexisNexis before Nexis Uni --------------------------------------------------------------


def filled(text: str) -> str:
    lines = textwrap.wrap(text, 80, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)


def classic(number: int, total: int, text: list[str], **given: str) -> str:
    """A document in the order and the layout of LexisNexis Academic."""
    said = {"outlet": "The Ellery Gazette", "date": "January 11, 2010 Monday"} | given
    blocks = [
        f"{number} of {total} DOCUMENTS".center(80).rstrip(),
        "",
        "",
        said["outlet"].center(80),
    ]
    edition = f"\n{said['edition'].center(80)}" if "edition" in said else ""
    blocks += ["", said["date"].center(80) + edition, ""]
    if "title" in said and "body" not in said:
        blocks += [filled(said["title"]), ""]
    for name, label in {"section": "SECTION", "author": "BYLINE", "length": "LENGTH"}.items():
        if name in said:
            blocks += [filled(f"{label}: {said[name]}"), ""]
    if "body" in said:
        blocks += [filled(f"HEADLINE: {said.get('title', '')}"), "", "BODY:", ""]
    for paragraph in text:
        blocks += [filled(paragraph), ""]
    for name, label in {"caption": "GRAPHIC", "language": "LANGUAGE"}.items():
        if name in said:
            blocks += [filled(f"{label}: {said[name]}"), ""]
    blocks += ["LOAD-DATE: January 12, 2010", "", "PUBLICATION-TYPE: Newspaper", "", ""]
    blocks += ["Copyright 2010 Ellery Press".center(80), "All Rights Reserved".center(80), ""]
    return "\n".join(blocks) + "\n"


COVER = "\n\n\nDownload Request: Selected Items: 1-{}\nTime Of Request: Friday\n\nTerms: (quay)\n\n"


def classic_file(*documents: str) -> str:
    return COVER.format(len(documents)) + "".join(documents)


ONE = ["One sentence that is rather longer than the eighty columns of a line of such a file is."]


def test_an_export_of_lexisnexis_academic(tmp_path: Path) -> None:
    content = classic_file(
        classic(1, 2, ["It fell.", *ONE], title="Quay collapses", author="Ann Writer",
                section="NEWS; Pg. 3", length="20 words", language="ENGLISH",
                edition="Late Edition - Final", caption="PHOTO: The quay"),
        classic(2, 2, ["It stood."], title="Quay rebuilt " * 8, length="2 words", body="yes"),
    )  # fmt: skip
    corpus = checked(put(tmp_path, "export.TXT", content))
    first, second = corpus.articles.to_dict("records")
    assert first["text"] == "It fell.\n\n" + ONE[0]
    assert (first["outlet"], first["title"]) == ("The Ellery Gazette", "Quay collapses")
    assert (first["author"], first["section"]) == ("Ann Writer", "NEWS; Pg. 3")
    assert (first["edition"], first["caption"]) == ("Late Edition - Final", "PHOTO: The quay")
    assert (first["language"], first["load_date"]) == ("ENGLISH", "January 12, 2010")
    assert first["copyright"] == "Copyright 2010 Ellery Press\nAll Rights Reserved"
    assert (first["length_stated"], first["genre"]) == (20, "news")
    assert first["date"] == pd.Timestamp("2010-01-11")
    assert (second["title"], second["text"]) == (("Quay rebuilt " * 8).strip(), "It stood.")
    assert corpus.receipt.sources.iloc[0][["format", "stated"]].tolist() == ["nexis txt", 2]
    assert len(corpus.receipt.quarantined) == 0


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le"]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_encodings_and_line_ends(encoding: str, ending: str, tmp_path: Path) -> None:
    content = classic_file(
        classic(1, 1, ["Café à Élléry, naïve façade."], title="Élan", length="4 words")
    )
    path = put(tmp_path, "x.txt", content.replace("\n", ending).encode(encoding))
    [record] = rows(path)
    assert (record["title"], record["text"]) == ("Élan", "Café à Élléry, naïve façade.")


def test_a_missing_document_is_counted(tmp_path: Path) -> None:
    content = classic_file(classic(1, 3, ["A."]), classic(3, 3, ["C."]), "")
    corpus = checked(put(tmp_path, "x.txt", content))
    assert (corpus.receipt.kept, len(corpus.receipt.quarantined)) == (2, 1)
    part = COVER.format("10").replace("1-10", "201-202") + "".join(
        classic(n, 900, ["A."]) for n in (201, 202)
    )
    assert len(checked(put(tmp_path, "part.txt", part)).receipt.quarantined) == 0


def test_headers_without_length_byline_or_date(tmp_path: Path) -> None:
    bare = classic(1, 2, ["A text.", "More."], title="Title here")
    undated = classic(
        2, 2, ["B text."], title="Another title", date="Winter 2010", length="2 words"
    )
    first, second = rows(put(tmp_path, "x.txt", classic_file(bare, undated)))
    assert (first["title"], first["text"]) == ("Title here", "A text.\n\nMore.")
    assert (second["title"], second["date"]) == ("Another title", "Winter 2010")


def test_a_single_document_without_a_number(tmp_path: Path) -> None:
    text = classic(1, 1, ["It fell."], title="Quay collapses", length="2 words").split("\n", 1)[1]
    for before in ("", COVER.format(1) + "Project ID: None\n\n"):
        [record] = rows(put(tmp_path, "x.txt", before + text))
        assert (record["outlet"], record["title"]) == ("The Ellery Gazette", "Quay collapses")
        assert record["text"] == "It fell."


def test_german_and_french_exports(tmp_path: Path) -> None:
    german = """

                              Dokument 1 von 2


                                Elleryer Bote

                         Montag 11. Januar 2010

Kaimauer eingestürzt

AUTOR: Anna Schreiber

RUBRIK: POLITIK; S. 3

LÄNGE: 2 Wörter

Sie fiel.

UPDATE: 12. Januar 2010

SPRACHE: GERMAN; DEUTSCH


                              Dokument 2 von 2


                                Elleryer Bote

                         Dienstag 12. Januar 2010

Noch eine

LÄNGE: 3 Wörter

Sie fiel wieder.
"""
    path = put(tmp_path, "x.txt", german.encode("cp1252"))
    first, second = rows(path)
    assert (first["date"], first["language"]) == ("11 January 2010", "GERMAN; DEUTSCH")
    assert (first["author"], first["text"]) == ("Anna Schreiber", "Sie fiel.")
    assert (second["title"], second["text"]) == ("Noch eine", "Sie fiel wieder.")


def classic_rtf(*documents: list[Line]) -> bytes:
    """The same documents as RTF: a paragraph a line, labels bold, headers on every page."""
    lines = [line for document in documents for line in document]
    header = r"Download Request: All Documents: 1-" + str(len(documents)) + r"\par\pard\par "
    return rtf(lines, header)


def rich_document(number: int, total: int, text: list[str]) -> list[Line]:
    mark = f"DOC_ID_{number - 1}_0"
    return [
        Line(plain=f"{number} of {total} DOCUMENTS", mark=mark), Line(), Line(),
        Line(plain="Copyright 2010 Ellery Press"), Line(plain="All Rights Reserved"), Line(),
        Line(plain="The Ellery Gazette"), Line(),
        Line(bold="July", plain=" 1, 2015 Wednesday  "), Line(plain="Met 2 Edition"), Line(),
        Line(bold="SECTION: ", plain="A-SECTION; Pg. A01"), Line(),
        Line(bold="LENGTH: ", plain="5 words"), Line(),
        Line(bold="HEADLINE: ", plain="Quay collapses"), Line(),
        Line(bold="BYLINE: ", plain="Ann Writer;Ben Author"), Line(),
        Line(bold=" BODY:"), *(Line(plain=paragraph) for paragraph in text), Line(),
        Line(bold="LOAD-DATE: ", plain="July 1, 2015"), Line(),
        Line(bold="LANGUAGE: ", plain="ENGLISH"), Line(),
        Line(plain="Copyright 2010 Ellery Press"), Line(plain="All Rights Reserved"), Line(),
    ]  # fmt: skip


def test_rtf_of_lexisnexis_academic(tmp_path: Path) -> None:
    text = ["It fell.", "“Café” — said Ann.", "LANGUAGE: no label", "2 of 2 DOCUMENTS were found"]
    content = classic_rtf(rich_document(1, 2, text), rich_document(2, 2, ["Again."]))
    path = put(tmp_path, "export.doc", content)  # mislabelled, as those of some libraries are
    first, second = rows(path)
    assert first["text"] == "\n\n".join(text)
    assert (first["outlet"], first["title"]) == ("The Ellery Gazette", "Quay collapses")
    assert (first["date"], first["edition"]) == ("1 July 2015", "Met 2 Edition")
    assert (first["author"], first["length_stated"]) == ("Ann Writer;Ben Author", "5")
    assert (first["load_date"], second["text"]) == ("July 1, 2015", "Again.")
    assert read_file(path, "x").sources.iloc[0]["stated"] == 2


# --- round trips ------------------------------------------------------------------------------

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zs", "Zl", "Zp"]),
    min_size=1,
    max_size=12,
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
VENDOR = st.sampled_from(
    ["Body", "End of Document", "Length: 3 words", "Load-Date: May 1, 2020", "Graphic",
     "Section: x", "Classification", "Language: ENGLISH", "Documents (3)",
     "Copyright 2020 Nobody", "1. Title", "Byline: nobody", "BODY:", "Text",
     "Job Number: 1", "2 of 2 DOCUMENTS", "512 words", "Document XYZW000020200101abcdefgh1"]
)  # fmt: skip
PARAGRAPHS = st.lists(st.one_of(SENTENCE, VENDOR), min_size=1, max_size=6)
TITLE = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@EITHER
@given(articles=st.lists(st.tuples(TITLE, WORDS, PARAGRAPHS), min_size=1, max_size=4))
@case(articles=[("Body", "Length:", ["Body", "End of Document"])])
def test_uni_articles_come_back_as_they_were(
    write: Any, ending: str, articles: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = cover(*(title for title, _, _ in articles))
    for number, (title, outlet, text) in enumerate(articles, 1):
        lines += uni(number, tuple(text), title=title, outlet=outlet, author="Ann Writer")
    path = put(tmp_path_factory.getbasetemp(), "round" + ending, write(lines))
    read = read_file(path, "x")
    assert read.frame["text"].tolist() == ["\n\n".join(text) for _, _, text in articles]
    assert read.frame["title"].tolist() == [title for title, _, _ in articles]
    assert read.frame["outlet"].tolist() == [outlet for _, outlet, _ in articles]
    assert set(read.frame["date"]) == {"3 November 2023"}
    assert balance(read) == (len(articles), 0)


# In plain text what stands last is a field if it looks like one, so no such line comes last.
CLASSIC_VENDOR = st.sampled_from(
    ["BODY:", "LENGTH: 3 words", "2 of 2 DOCUMENTS", "LOAD-DATE: May 1, 2020",
     "Copyright 2020 Nobody", "SECTION: none", "End of Document"]
)  # fmt: skip
FREE = st.lists(WORDS.filter(lambda word: len(word) < 70), min_size=1, max_size=60).map(" ".join)


@given(
    articles=st.lists(
        st.tuples(st.lists(st.one_of(FREE, CLASSIC_VENDOR), max_size=5), FREE),
        min_size=1,
        max_size=4,
    )
)
def test_classic_articles_come_back_as_they_were(
    articles: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    texts = [[*text, last] for text, last in articles]
    documents = [
        classic(n, len(texts), text, title="Quay", author="Ann", length="9 words", body="yes")
        for n, text in enumerate(texts, 1)
    ]
    path = put(tmp_path_factory.getbasetemp(), "round.txt", classic_file(*documents))
    read = read_file(path, "x")
    assert read.frame["text"].tolist() == ["\n\n".join(text) for text in texts]
    assert balance(read) == (len(texts), 0)


# --- what is hostile, broken or something else -----------------------------------------------


@EITHER
def test_a_file_cut_short_keeps_the_articles_before_the_cut(
    write: Any, ending: str, tmp_path: Path
) -> None:
    titles = [f"Article number {n}" for n in range(1, 9)]
    lines = cover(*titles)
    for n, title in enumerate(titles, 1):
        words = " ".join(f"w{(n * 7919 + i * 104729) % 99991}" for i in range(400))
        lines += uni(n, (words, "The end."), title=title)
    content = write(lines)
    whole = read_file(put(tmp_path, "whole" + ending, content), "x")
    assert balance(whole) == (8, 0)
    cut = read_file(put(tmp_path, "cut" + ending, content[: len(content) * 6 // 10]), "x")
    kept, aside = balance(cut)
    assert kept + aside == 8
    assert 2 <= kept <= 6
    assert cut.frame["text"].tolist() == whole.frame["text"].tolist()[:kept]
    assert "cut short" in cut.quarantined["reason"].iloc[0]


def test_other_documents_get_one_sentence(tmp_path: Path) -> None:
    letter = [Line(plain="Dear reader,"), Line(plain="this is a letter.")]
    for name, content in {
        "letter.docx": docx(letter),
        "letter.rtf": rtf(letter),
        "broken.docx": docx(letter)[:600],
        "renamed.docx": b"plain words, and no Word document\n",
        "empty.docx": b"PK\x03\x04",
        "none.docx": packed({"word/document.xml": ""}),
        "locked.docx": b"PK\x03\x04" + b"\x00" * 500,
    }.items():
        with pytest.raises(FramingError) as raised:
            read_file(put(tmp_path, name, content), name)
        assert name in str(raised.value)
        assert "\n" not in str(raised.value)
    read = read_files([tmp_path / "letter.docx", put(tmp_path, "one.docx", docx(uni()))])
    assert balance(read) == (1, 1)


def test_a_table_of_exports_is_still_a_table(tmp_path: Path) -> None:
    cell = classic_file(classic(1, 1, ["A."], length="1 words")).replace('"', "'")
    path = put(tmp_path, "x.csv", f'outlet,text\nGazette,"{cell}"\n')
    assert format_of(path).name == "csv"  # type: ignore[union-attr]
    assert read_corpus(path).articles["text"].tolist() == [cell]


def test_bombs_are_refused_in_a_moment(tmp_path: Path) -> None:
    started = time.process_time()
    entity = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "' + "a" * 1000 + '">'
        + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 9))
        + "]><d>&a8;</d>"
    )  # fmt: skip
    with pytest.raises(FramingError, match="entities of its own"):
        read_file(put(tmp_path, "e.docx", packed({"word/document.xml": entity})), "e.docx")
    zeros = tmp_path / "zeros.docx"
    with zipfile.ZipFile(zeros, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    with pytest.raises(FramingError, match="unpacks to 60 MB"):
        read_file(zeros, "zeros.docx")
    nested = "<w:p>" * 100_000
    with pytest.raises(FramingError, match="within one another"):
        read_file(put(tmp_path, "n.docx", docx([], extra=nested)), "n.docx")
    with pytest.raises(FramingError):
        read_file(put(tmp_path, "deep.rtf", rb"{\rtf1 " + b"{" * 300_000), "deep.rtf")
    assert time.process_time() - started < 10


def test_endless_markers_and_articles_take_no_longer_than_they_are_long(tmp_path: Path) -> None:
    started = time.process_time()
    markers = "".join(
        f"{'':30}{n} of 20000 DOCUMENTS\n\nLENGTH: 1 words\n" for n in range(1, 20_001)
    )
    read = read_file(put(tmp_path, "m.txt", markers), "m.txt")
    assert balance(read) == (0, 20_000)
    long = "word " * 1_000_000
    [record] = rows(put(tmp_path, "long.docx", docx(uni(1, (long.strip(),)))))
    assert len(record["text"]) == len(long) - 1
    [record] = rows(put(tmp_path, "long.rtf", rtf(uni(1, (long.strip(),)))))
    assert len(record["text"]) == len(long) - 1
    assert time.process_time() - started < 30


TWO = classic_file(classic(1, 2, ONE, length="9 words"), classic(2, 2, ONE))
SAMPLES = {
    "x.docx": docx([*cover("One", "Two"), *uni(1, **FULL), *uni(2)]),
    "x.rtf": rtf([*cover("One", "Two"), *uni(1, **FULL), *uni(2)]),
    "old.rtf": classic_rtf(rich_document(1, 2, ["It fell."]), rich_document(2, 2, ["Again."])),
    "x.txt": TWO.encode(),
    "wide.txt": TWO.encode("utf-16"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
@given(data=st.data())
def test_damage_is_survived(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 200))] = data.draw(st.binary(max_size=50))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    path = put(tmp_path_factory.getbasetemp(), name, bytes(content))
    started = time.process_time()
    try:
        corpus = read_corpus(path)
    except FramingError:
        return
    finally:
        assert time.process_time() - started < 2
    receipt = corpus.receipt
    assert receipt.expected == receipt.kept + len(receipt.quarantined)


def test_text_with_what_rtf_escapes() -> None:
    from framing.readers.rtf import rtf_paragraphs

    text = "a\\b{c}\td\né“😀”"
    paragraphs, _ = rtf_paragraphs((r"{\rtf1 " + rich(text) + r"\par}").encode())
    assert [p.text for p in paragraphs] == [text]


def test_signs_of_rtf_that_are_no_letters_of_latin_1_are_read() -> None:
    found, _ = rtf_paragraphs(b"{\\rtf1\\ansi well\\_known\\~facts\\par}")
    assert [paragraph.text for paragraph in found] == ["well\u2011known\u00a0facts"]
