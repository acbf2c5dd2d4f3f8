"""Files of ProQuest as text, and references in RIS: made-up articles in the real structure."""

from __future__ import annotations

import re
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

import framing as fr
from framing.errors import FramingError
from framing.readers import read_files
from framing.readers.formats import format_of, read_file
from framing.readers.gather import Read

RULE = "_" * 60
TAIL = """Contact us at: http://about.proquest.com/go/pqissupportcontact
Database copyright © 2026 ProQuest LLC. All rights reserved.
Terms and Conditions: https://www.proquest.com/info/termsAndConditions"""


def document(text: str | None, i: int = 1, of: int = 0, index: bool = True) -> str:
    """A document as ProQuest saves it, with or without number and index."""
    address = (
        f"https://www.proquest.com/newspapers/quay-floods/docview/310739{i:04}/se-2?accountid=1"
    )
    parts = [f"Document {i} of {of}"] if of else []
    parts += [
        f"Quay floods: day {i}",
        "Author: Brill, Ann",
        f"Publication info: The Harbour Post ; Aldport, N.Y. [Aldport, N.Y]. {i:02} Mar 2025: A.1.",
        address,
        "Abstract: None available.",
        "Links: https://resolver.example/?sid=ProQ&amp;date=2025-03-01&amp;title=The+Harbour+Post",
    ]
    parts += [f"Full text: {text}"] if text is not None else []
    if index:
        parts += [
            "Subject: Floods; Harbours",
            "Business indexing term: Subject: Ports",
            "Location: Aldport",
            "Company / organization: Name: Port Authority; NAICS: 488310",
            f"Title: Quay floods: day {i}",
            "Author: Brill, Ann",
            "Publication title: The Harbour Post, Late Edition; Aldport, N.Y.",
            "First page: A.1",
            "Publication year: 2025",
            f"Publication date: Mar {i}, 2025",
            "Section: opinion/columnists",
            "Publisher: Harbour Media",
            "Place of publication: Aldport, N.Y.",
            "Country of publication: Nowhere, Aldport, N.Y.",
            "Source type: Newspaper",
            "Language of publication: English",
            "Document type: News",
            f"ProQuest document ID: 310739{i:04}",
            f"DocumentURL: {address}",  # some files have lost a blank
            "Copyright: Copyr ight 2025 Harbour Media.",
            "Last updated: 2025-03-09",
            "Database: Newsstream",
        ]
    return "\n\n".join(parts)


def written(*documents: str, end: str = TAIL) -> str:
    return "".join(f"{RULE}\n\n{part}\n\n" for part in documents) + f"{RULE}\n\n{end}\n"


def put(folder: Path, content: str | bytes, name: str = "ProQuestDocuments.txt") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path, content: str | bytes, name: str = "ProQuestDocuments.txt") -> Read:
    path = put(folder, content, name)
    return read_file(path, path.name)


def test_a_file_of_proquest_is_read_field_by_field(tmp_path: Path) -> None:
    path = put(tmp_path, written(*(document(f"Rain {i}.\nMore.", i, 2) for i in (1, 2))))
    corpus = fr.read_corpus(path)
    first = corpus.articles.loc["3107390001"]
    assert first[["outlet", "title", "author", "text", "section", "language"]].tolist() == [
        "The Harbour Post, Late Edition", "Quay floods: day 1", "Brill, Ann", "Rain 1.\n\nMore.",
        "opinion/columnists", "English",
    ]  # fmt: skip
    assert first[["place", "page"]].tolist() == ["Aldport, N.Y.", "A.1"]
    assert first["company_organization"] == "Name: Port Authority; NAICS: 488310"
    assert "docview/3107390001" in first["url"]
    assert str(first["date"].date()) == "2025-03-01"
    assert corpus.articles["genre"].tolist() == ["opinion"] * 2  # by the section
    assert "abstract" not in corpus.articles
    source = corpus.receipt.sources.iloc[0]
    assert source[["format", "expected", "kept", "stated"]].tolist() == ["proquest", 2, 2, 2]


@pytest.mark.parametrize("of", [0, 3])
@pytest.mark.parametrize("index", [True, False])
def test_all_ways_of_saving_give_the_same_texts(tmp_path: Path, of: int, index: bool) -> None:
    texts = ["Rain fell.\nSnow lay.", f"Before.\n{RULE}\nAfter: dark.", "Dry.\n\nCREDIT: A. Brill"]
    parts = [document(text, i, of, index) for i, text in enumerate(texts, 1)]
    frame = read(tmp_path, written(*parts)).frame
    assert frame["text"].tolist() == [re.sub("\n+", "\n\n", text) for text in texts]
    assert frame["title"].tolist() == [f"Quay floods: day {i}" for i in (1, 2, 3)]
    dates = fr.Corpus.from_frame(frame).articles["date"]
    assert dates.dt.strftime("%d.%m.%Y").tolist() == ["01.03.2025", "02.03.2025", "03.03.2025"]


def test_a_document_without_its_text_is_kept_without_and_an_abstract_is_none(
    tmp_path: Path,
) -> None:
    bare = document(None).replace("None available.", "The quay was flooded.")
    parts = [bare, document("Full text not available.", 2), document("Rain.", 3)]
    read_back = read(tmp_path, written(*parts))
    assert read_back.frame["text"].isna().tolist() == [True, True, False]
    assert read_back.frame["abstract"].dropna().tolist() == ["The quay was flooded."]
    corpus = fr.read_corpus(tmp_path / "ProQuestDocuments.txt")
    assert corpus.receipt.quarantined["reason"].tolist() == ["the text is empty"] * 2


def test_the_report_head_the_list_of_titles_and_the_bibliography_are_no_documents(
    tmp_path: Path,
) -> None:
    head = "Report Information from ProQuest\nMarch 08 2025 21:33"
    titles = "Table of contents\n\n1. Quay floods: day 1\n\n2. Quay floods: day 2\n\nBibliography"
    cited = "Bibliography\n\nBrill, Ann. Quay floods. The Harbour Post, 1 Mar 2025."
    parts = [document("Rain.", 1, 2), document("Snow.", 2, 2)]
    text = written(head, "", titles, *parts, cited)
    assert read(tmp_path, text).frame["text"].tolist() == ["Rain.", "Snow."]


def test_the_number_of_documents_is_checked_also_in_files_put_together(tmp_path: Path) -> None:
    one = written(document("Rain.", 1, 3), document("Snow.", 2, 3))
    other = written(document("Dry.", 1, 1).replace("310739", "410739"))
    found = read(tmp_path, one + other)
    assert found.sources["stated"].tolist() == [4]
    assert found.quarantined["reason"].tolist() == ["the file states 4 articles and holds 3"]


def test_a_file_that_breaks_off_gives_what_is_whole(tmp_path: Path) -> None:
    text = written(*(document(f"Rain fell for {i} days.", i, 3) for i in (1, 2, 3)))
    cut = text[: text.index("for 3 days")]
    found = read(tmp_path, cut)
    assert found.frame["text"].tolist() == ["Rain fell for 1 days.", "Rain fell for 2 days."]
    assert found.quarantined["reason"].tolist() == ["the file breaks off inside this document"]
    assert found.sources["stated"].tolist() == [3]


def test_labels_of_another_language_are_told_of(tmp_path: Path) -> None:
    german = "Quay floods\n\nTitel der Publikation: Hafenpost\n\nVolltext: Regen.\n\nproquest.com"
    with pytest.raises(FramingError, match="choose English at ProQuest"):
        read(tmp_path, written(german))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str) -> None:
    text = written(document("Régen “fell” — twice.", 1, 1)).replace("\n", "\r\n")
    assert read(tmp_path, text.encode(encoding)).frame["text"].tolist() == ["Régen “fell” — twice."]


def test_a_folder_of_exports_and_texts_is_one_corpus(tmp_path: Path) -> None:
    put(tmp_path, written(document("Rain.", 1, 1)))
    put(tmp_path, "---\noutlet: B\n---\nDry.", "b.txt")
    assert sorted(fr.read_corpus(tmp_path).articles["text"]) == ["Dry.", "Rain."]


sentences = st.sampled_from(
    ["Rain fell.", "Author: nobody", "Subject: quays", "Title: no title", "Full text: again",
     "Location: here", "Publication title: None", "ProQuest document ID: 1", "CAPTION:",
     "Database: none", "Contact us at: quay@harbour.example", "See Document 2 of 3",
     f"Before\n{RULE}\nafter", f"One.\n\n{RULE}\n\nContact us at: the quay", "https://a.example/x",
     "Bibliography", "“Größe”, ١٢"]
)  # fmt: skip
texts = st.lists(sentences, min_size=1, max_size=6).flatmap(
    lambda said: st.sampled_from(["\n", "\n\n"]).map(lambda mark: mark.join(said))
)


@given(st.lists(texts, min_size=1, max_size=4), st.booleans())
def test_texts_come_back_whatever_they_hold(
    tmp_path_factory: pytest.TempPathFactory, said: list[str], numbered: bool
) -> None:
    parts = [document(text, i, len(said) * numbered) for i, text in enumerate(said, 1)]
    found = read(tmp_path_factory.mktemp("proquest"), written(*parts))
    assert found.frame["text"].tolist() == [re.sub("\n+", "\n\n", text) for text in said]
    assert found.frame["outlet"].unique().tolist() == ["The Harbour Post, Late Edition"]
    assert found.quarantined.empty


# --- RIS --------------------------------------------------------------------------------------

REFERENCE = """TY  - NEWS
T1  - Quay floods
AN  - 3107390001; 51887
AB  - The quay was flooded.
JF  - The Harbour Post
AU  - Brill, Ann
AU  - Carr, Ed
PY  - 2025
SN  - 0894-9867, 0894-9867
CY  - Aldport, N.Y.
KW  - Floods
KW  - Harbours
UR  - https://www.proquest.com/docview/3107390001?accountid=1
L2  - https://resolver.example/?url_ver=Z39.88-2004&genre=article&date=2025-03-01&au=Brill
LA  - English
DB  - Newsstream
N1  - Copyright - Harbour Media
N1  - Last updated - 2025-03-09
ER  - 


"""  # noqa: W291  a blank follows the mark


def test_a_reference_is_an_address_with_an_abstract_and_no_text(tmp_path: Path) -> None:
    found = read(tmp_path, REFERENCE * 2, "ProQuest.ris")
    assert found.frame.iloc[0].dropna().to_dict() == {
        "title": "Quay floods", "outlet": "The Harbour Post", "language": "English",
        "url": "https://www.proquest.com/docview/3107390001?accountid=1", "place": "Aldport, N.Y.",
        "database": "Newsstream", "reference_type": "NEWS", "author": "Brill, Ann; Carr, Ed",
        "keywords": "Floods; Harbours", "abstract": "The quay was flooded.",
        "notes": "Copyright - Harbour Media\n\nLast updated - 2025-03-09", "date": "2025-03-01",
        "article_id": "3107390001",
    }  # fmt: skip
    with pytest.raises(FramingError, match="addresses and no texts"):
        fr.read_corpus(tmp_path / "ProQuest.ris")


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ("DA  - 2025/03/01/\nPY  - 2025", "2025-03-01"),
        ("Y1  - 2025/3/1/Late edition", "2025-03-01"),
        ("PY  - 2025\nDA  - 2025 Mar 01", "01 Mar 2025"),
        ("DA  - Mar 1, 2025", "Mar 1, 2025"),
        ("PY  - 2025", None),
        ("PY  - 2025\nL2  - http://a.example/?issn=1&date=2025-01-01&x", None),
        ("TI  - On 1 March 2025", None),
    ],
)
def test_the_date_of_a_reference_is_that_of_its_fields(
    tmp_path: Path, lines: str, date: str | None
) -> None:
    found = read(tmp_path, f"TY  - NEWS\nJF  - A\n{lines}\nER  - \n", "a.ris").frame.iloc[0]
    assert found.get("date") == date


def test_only_what_is_called_a_full_text_is_one(tmp_path: Path) -> None:
    lines = "N2  - Rain fell.\nN1  - Full text: Rain fell.\nSnow lay.\n\nIt was dry."
    found = read(tmp_path, f"TY  - NEWS\nT2  - A\n{lines}\nER  - \n", "a.ris").frame.iloc[0]
    assert found["text"] == "Rain fell.\n\nSnow lay.\n\nIt was dry."
    assert found["abstract"] == "Rain fell."


def test_references_of_reference_managers(tmp_path: Path) -> None:
    zotero = "TY  - NEWS\nTI  - Floods\nT2  - The Post\nSE  - Opinion\nDA  - 2025/03/01/\nER  - \n"
    numbered = "1.\nTY  - NEWS\nTI  - Dry\nJO  - The Gazette\nY1  - 2025/03/02//\n\n2.\n" + zotero
    found = read_files([put(tmp_path, numbered, "a.txt")]).frame
    assert found["outlet"].tolist() == ["The Gazette", "The Post"]
    assert found["genre"].tolist()[1] == "opinion"


def test_a_list_of_references_that_breaks_off(tmp_path: Path) -> None:
    found = read(tmp_path, REFERENCE + REFERENCE[:150], "a.ris")
    assert len(found.frame) == 1
    assert found.quarantined["reason"].tolist() == ["the file breaks off inside this reference"]
    with pytest.raises(FramingError, match="no reference"):
        read(tmp_path, "nothing", "a.ris")


# --- hostile files ----------------------------------------------------------------------------

WHOLE = {
    "a.txt": written(*(document(f"Rain fell for {i} days.", i, 3) for i in (1, 2, 3))),
    "b.txt": written(*(document(f"Rain fell for {i} days.", i, index=False) for i in (1, 2))),
    "a.ris": REFERENCE * 3,
}


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_damaged_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    text = WHOLE[name].encode()
    positions = st.integers(0, len(text))
    for _ in range(data.draw(st.integers(1, 3))):
        start, end = sorted((data.draw(positions), data.draw(positions)))
        text = text[:start] + data.draw(st.sampled_from([b"", b"\0", b"\xff", b"\n"])) + text[end:]
    path = put(tmp_path_factory.mktemp("damaged"), text, name)
    found = read_files([path])
    rows = [*found.origin["row"], *found.quarantined["row"]]
    assert len(set(rows)) == len(rows) == len(found.frame) + len(found.quarantined)


def test_other_files_are_not_taken_for_these(tmp_path: Path) -> None:
    table = f'outlet,text\nA,"{RULE}\n\nFull text: Rain.\n\nProQuest document ID: 1\nTY  - NEWS"\n'
    for content, name in ((table, "articles.csv"), (f"{RULE}\nRain.", "a.txt")):
        form = format_of(put(tmp_path, content, name))
        assert form is not None
        assert form.name == "csv"
