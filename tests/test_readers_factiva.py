"""Exports of Factiva: saved pages and RTF, with field codes and without."""

from __future__ import annotations

import html
import time
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given
from office_files import CELL, Line, docx, rtf, table

from framing.errors import FramingError
from framing.readers import read_corpus
from framing.readers.formats import format_of, read_file

ID = "ELLGAZ0020231103ejb3000{}{}"


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a file, without what is missing."""
    records = read_file(path, path.name).frame.astype(object).to_dict("records")
    return [{key: value for key, value in r.items() if pd.notna(value)} for r in records]


# --- as Factiva writes them -------------------------------------------------------------------

FIELDS = {
    "SE": "News", "HD": "Quay at Port Ellery collapses", "BY": "Ann Writer", "CR": "Ellery Wire",
    "WC": "5 words", "PD": "3 November 2023", "ET": "15:32", "SN": "The Ellery Gazette",
    "SC": "ELLGAZ", "ED": "1; National", "PG": "6", "LA": "English",
    "CY": "(c) 2023 Ellery Press Ltd", "LP": ["It fell."], "TD": ["Nobody was hurt."],
    "NS": "nedc : Commentaries/Opinions | gcat : Political/General News",
    "RE": "fra : France | eurz : Europe", "PUB": "Ellery Press Ltd", "AN": ID.format("1", "c"),
}  # fmt: skip


def given_fields(number: int, **said: Any) -> dict[str, Any]:
    fields = {**FIELDS, "AN": "Document " + ID.format(number, "c"), **said}
    return {code: value for code, value in fields.items() if value}


def page(*articles: str, styles: int = 1) -> str:
    style = "<style type='text/css'>" + "body{margin:0}.article{color:#333}" * styles + "</style>"
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">\n<html><head>\n'
        '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"/>\n'
        f"<title>Factiva</title>\n{style}</head><body class=''><h1>Factiva</h1>"
        f'<form><div id="contentLeft"><span></span>{"<br/><span></span>".join(articles)}'
        "<div id='pageFooter'>&copy; 2023 Factiva, Inc.</div></div></form>"
        "<script>document.write('<div class=\"article enArticle\">')</script></body></html>"
    )


def paragraphs(texts: list[str]) -> str:
    return "\n".join(
        f'<p class="articleParagraph enarticleParagraph">{html.escape(text)}</p>' for text in texts
    )


def tagged(number: int = 1, **said: Any) -> str:
    """An article as a table of codes and values."""
    cells = []
    for code, value in given_fields(number, **said).items():
        if isinstance(value, list):
            label, value = f"<p><b>{code}</b>&nbsp;</p>", paragraphs(value)
        else:
            label, value = f"<b>{code}</b>&nbsp;", html.escape(value)
        if code == "HD":
            value = f"<b class='enHeadline'>{value}</b>\n"
        cells.append(
            f'<tr><td align="right" valign="top" class="index">{label}</td><td>{value}</td></tr>'
        )
    return f'<div class="article enArticle"><table border="0">{"".join(cells)}</table><br/></div>'


def untagged(number: int = 1, counted: bool = False, **said: Any) -> str:
    """An article as lines, whose places tell what they are."""
    fields = given_fields(number, **said)
    head = [
        f"<div>{html.escape(fields[code])}</div>"
        for code in ("WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY")
        if code in fields
    ]
    section = f"<div>{fields['SE']}</div>\n" if "SE" in fields else ""
    kind, title = "enHeadline", html.escape(fields["HD"])
    if counted:
        kind, title = "enHeadline counted", f"{number}) {title}"
    author = f'<div class="author">{fields["BY"]} </div>' if "BY" in fields else ""
    texts = [*fields.get("LP", []), *fields.get("TD", [])]
    rest = "".join(f"<p>{fields[code]}</p>" for code in ("PUB", "AN") if code in fields)
    return (
        f'<div id="article-{number}" class="article"><div class="article enArticle"><p>\n</p>'
        f'{section}<div id="hd"><span class="{kind}">{title}</span>\n</div>{author}'
        f"{''.join(head)}\n"
        f"<p></p>\n{paragraphs(texts)}\n{rest}</div></div>"
    )


def tagged_rtf(number: int = 1, **said: Any) -> list[Line]:
    """An article as a table of two columns; a text of several paragraphs goes on in its cell."""
    lines: list[Line] = []
    for code, value in given_fields(number, **said).items():
        text = CELL.join(value) if isinstance(value, list) else value
        lines += table([(code, text)])
    return [*lines, Line()]


def untagged_rtf(number: int = 1, **said: Any) -> list[Line]:
    """An article as paragraphs, the headline bold."""
    fields = given_fields(number, **said)
    lines = [Line(plain=fields["SE"])] if "SE" in fields else []
    lines += [Line(bold=fields["HD"])]
    for code in ("BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY"):
        lines += [Line(plain=fields[code])] if code in fields else []
    texts = [*fields.get("LP", []), *fields.get("TD", [])]
    lines += [Line(), *(Line(plain=text) for text in texts), Line()]
    return [*lines, *(Line(plain=fields[c]) for c in ("PUB", "AN") if c in fields), Line()]


SUMMARY = [Line(bold="Search Summary"), *table([("Text", "quay"), ("Results Found", "1,234")])]
WRITERS = {
    "tagged.html": lambda *each: page(*(tagged(n, **said) for n, said in each)),
    "plain.html": lambda *each: page(*(untagged(n, **said) for n, said in each)),
    "tagged.rtf": lambda *each: rtf([*(x for n, s in each for x in tagged_rtf(n, **s)), *SUMMARY]),
    "plain.rtf": lambda *each: rtf([*(x for n, s in each for x in untagged_rtf(n, **s)), *SUMMARY]),
    "tagged.docx": lambda *each: docx(x for n, s in each for x in tagged_rtf(n, **s)),
}
EVERY = pytest.mark.parametrize("name", WRITERS)


@EVERY
def test_an_export_of_two_articles(name: str, tmp_path: Path) -> None:
    bare = {"SE": "", "BY": "", "CR": "", "ET": "", "ED": "", "PG": "", "NS": "", "PUB": ""}
    path = put(tmp_path, name, WRITERS[name]((1, {}), (2, {**bare, "HD": "Another headline"})))
    corpus = read_corpus(path)
    assert len(corpus.receipt.quarantined) == len(corpus.receipt.repaired) == 0
    assert corpus.articles.index.tolist() == [ID.format(1, "c"), ID.format(2, "c")]
    first, second = corpus.articles.to_dict("records")
    assert (first["title"], second["title"]) == (
        "Quay at Port Ellery collapses",
        "Another headline",
    )
    assert first["outlet"] == second["outlet"] == "The Ellery Gazette"
    assert first["text"].split() == second["text"].split() == "It fell. Nobody was hurt.".split()
    assert "\n" in first["text"]
    assert (first["author"], first["section"], first["language"]) == (
        "Ann Writer",
        "News",
        "English",
    )
    assert (first["source_code"], first["page"], first["edition"]) == ("ELLGAZ", 6, "1; National")
    assert first["copyright"] == "(c) 2023 Ellery Press Ltd"
    assert first["publisher"] == "Ellery Press Ltd"
    assert first["length_stated"] == 5
    assert first["date"] == pd.Timestamp("2023-11-03 15:32")
    assert second["date"] == pd.Timestamp("2023-11-03")
    assert pd.isna(second["author"])
    assert pd.isna(second["publisher"])
    if name.startswith("tagged"):
        assert (first["genre"], first["credit"]) == ("opinion", "Ellery Wire")
        assert first["geographic"] == "fra : France | eurz : Europe"


def test_a_numbered_page_states_how_many_articles_it_holds(tmp_path: Path) -> None:
    articles = [untagged(n, counted=True) for n in (23, 24, 26)]
    corpus = read_corpus(put(tmp_path, "x.html", page(*articles)))
    assert corpus.articles["title"].tolist() == ["Quay at Port Ellery collapses"] * 3
    assert corpus.receipt.sources["stated"].tolist() == [4]
    assert corpus.receipt.quarantined["reason"].tolist() == [
        "the file states 4 articles and holds 3"
    ]


def test_headlines_that_begin_with_a_number_keep_it(tmp_path: Path) -> None:
    [record] = rows(put(tmp_path, "x.html", page(untagged(HD="7) days in Ellery"))))
    assert record["title"] == "7) days in Ellery"


@pytest.mark.parametrize(
    ("said", "date", "words"),
    [
        ({"WC": "229 Wörter", "PD": "1 April 2017"}, "1 April 2017 15:32", "229"),
        ({"WC": "1.295 mots", "PD": "29 décembre 2011"}, "29 December 2011 15:32", "1295"),
        ({"WC": "65 palabras", "PD": "3 de mayo de 2019"}, "3 May 2019 15:32", "65"),
        ({"WC": "1,012 words", "PD": "May 2019"}, "May 2019", "1012"),
        ({"WC": "12 words", "ET": "10:15 PM GMT"}, "3 November 2023 10:15 PM GMT", "12"),
    ],
)
@EVERY
def test_dates_and_lengths_in_the_languages_of_the_interface(
    name: str, said: dict[str, str], date: str, words: str, tmp_path: Path
) -> None:
    [record] = rows(put(tmp_path, name, WRITERS[name]((1, said))))
    assert (record["date"], record["length_stated"]) == (date, words)
    assert record["outlet"] == "The Ellery Gazette"


def test_the_interface_may_be_german(tmp_path: Path) -> None:
    said = {"AN": f"Dokument {ID.format(1, 'c')}", "LA": "Deutsch", "WC": "2 Wörter"}
    said |= {"CY": "Copyright 2023 Elleryer Bote"}
    markup = page(untagged(1, **said)).replace("enArticle", "deArticle").replace("enH", "deH")
    [record] = rows(put(tmp_path, "x.html", markup))
    assert (record["article_id"], record["language"]) == (ID.format(1, "c"), "Deutsch")


def test_signs_of_chinese_are_counted_as_words(tmp_path: Path) -> None:
    text = "码头昨天倒塌了" * 40
    said = {"WC": "280 字", "PD": "2023年11月3日", "LP": [text], "TD": "", "LA": "中文"}
    corpus = read_corpus(put(tmp_path, "x.html", page(tagged(1, **said))))
    assert corpus.articles["date"].tolist() == [pd.Timestamp("2023-11-03 15:32")]
    assert len(corpus.receipt.repaired) == 0


def test_markup_within_the_text_is_taken_out(tmp_path: Path) -> None:
    markup = page(untagged(1)).replace(
        "It fell.",
        'The <b>S-</b><b>Bahn</b> of <span class="companylink">R&amp;D\n Ltd</span> &lt;b&gt;'
        "<!-- no -->caf&eacute;<br/>next line",
    )
    [record] = rows(put(tmp_path, "x.html", markup))
    assert record["text"] == "The S-Bahn of R&D Ltd <b>café\nnext line\n\nNobody was hurt."


def test_a_page_of_headlines_alone_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match="a page of Factiva without an article"):
        read_file(put(tmp_path, "x.html", page("<div class='headlines'>1. A</div>")), "x.html")


def test_a_page_is_known_by_its_content(tmp_path: Path) -> None:
    path = put(tmp_path, "export.docx", page(tagged(), styles=5_000))  # as saved from a browser
    assert format_of(path).name == "factiva html"  # type: ignore[union-attr]
    assert rows(path)[0]["outlet"] == "The Ellery Gazette"


@EVERY
def test_an_article_without_a_text_is_counted(name: str, tmp_path: Path) -> None:
    path = put(tmp_path, name, WRITERS[name]((1, {}), (2, {"LP": "", "TD": ""})))
    corpus = read_corpus(path)
    assert corpus.receipt.kept == 1
    assert corpus.receipt.quarantined["reason"].tolist() == ["the text is empty"]


@EVERY
def test_a_shorter_text_than_stated_is_flagged(name: str, tmp_path: Path) -> None:
    corpus = read_corpus(put(tmp_path, name, WRITERS[name]((1, {"WC": "1,512 words"}))))
    assert corpus.receipt.repaired["detail"].tolist() == ["1,512 stated, 5 read"]


@pytest.mark.parametrize("name", ["tagged.html", "plain.html", "tagged.rtf", "plain.rtf"])
def test_a_file_cut_short_keeps_the_articles_before_the_cut(name: str, tmp_path: Path) -> None:
    content = WRITERS[name](*((n, {"TD": ["word " * 2_000]}) for n in range(1, 7)))
    content = content.encode() if isinstance(content, str) else content
    whole = read_file(put(tmp_path, name, content), "x")
    assert (len(whole.frame), len(whole.quarantined)) == (6, 0)
    begin = content.find(b"Quay at")
    cut = read_file(put(tmp_path, name, content[: begin + (len(content) - begin) // 2]), "x")
    assert len(cut.frame) in (2, 3)
    assert cut.frame["text"].tolist() == whole.frame["text"].tolist()[: len(cut.frame)]
    assert cut.quarantined["reason"].str.contains("cut short here").tolist() == [True]


# --- round trips ------------------------------------------------------------------------------

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zs", "Zl", "Zp"]),
    min_size=1,
    max_size=12,
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
VENDOR = st.sampled_from(
    ["HD", "AN", "TD", "LP", "512 words", "3 November 2023", "(c) 2020 Nobody", "English",
     "Document", "1 of 2 DOCUMENTS", "Body",
     "Length: 3 words", "End of Document", "<b>HD</b>", '<div class="article enArticle">',
     "Search Summary", "15:32"]
)  # fmt: skip
TEXT = st.lists(st.one_of(SENTENCE, VENDOR), min_size=1, max_size=6)


@EVERY
@given(articles=st.lists(st.tuples(WORDS, SENTENCE, TEXT), min_size=1, max_size=4))
def test_articles_come_back_as_they_were(
    name: str, articles: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    said = [
        (n, {"SN": f"The {outlet} News", "HD": title, "LP": ["A lead."], "TD": text})
        for n, (outlet, title, text) in enumerate(articles, 1)
    ]
    read = read_file(put(tmp_path_factory.getbasetemp(), name, WRITERS[name](*said)), "x")
    assert (len(read.frame), len(read.quarantined)) == (len(articles), 0)
    assert read.frame["title"].tolist() == [title for _, title, _ in articles]
    assert read.frame["outlet"].tolist() == [f"The {outlet} News" for outlet, _, _ in articles]
    assert read.frame["text"].tolist() == ["\n\n".join(["A lead.", *t]) for _, _, t in articles]
    assert set(read.frame["date"]) == {"3 November 2023 15:32"}
    assert read.frame["article_id"].tolist() == [ID.format(n, "c") for n, _ in said]


# --- what is hostile --------------------------------------------------------------------------


def test_hostile_markup_takes_no_longer_than_it_is_long(tmp_path: Path) -> None:
    started = time.process_time()
    for filling in (
        "<",
        "<!--",
        '<a "',
        "<!",
        "<script>",
        "</div",
        "<div>",
        "&#",
        "<td class=index>",
    ):
        markup = page(tagged()).replace("It fell.", filling * (200_000 // len(filling)))
        try:
            read = read_file(put(tmp_path, "x.html", markup), "x")
        except FramingError:
            continue
        assert len(read.frame) + len(read.quarantined) >= 1
    assert time.process_time() - started < 20
    many = page(*["<div class='article enArticle'>"] * 20_000)
    read = read_file(put(tmp_path, "many.html", many), "x")
    assert len(read.quarantined) == 20_000


@EVERY
@given(data=st.data())
def test_damage_is_survived(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = WRITERS[name]((1, {}), (2, {"HD": "Another"}))
    damaged = bytearray(content.encode() if isinstance(content, str) else content)
    begin = max(damaged.find(b"</style>"), 0)
    for _ in range(data.draw(st.integers(0, 8))):
        damaged[data.draw(st.integers(begin, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del damaged[data.draw(st.integers(begin, len(damaged))) :]
    path = put(tmp_path_factory.getbasetemp(), name, bytes(damaged))
    started = time.process_time()
    try:
        receipt = read_corpus(path).receipt
    except FramingError:
        return
    finally:
        assert time.process_time() - started < 2
    assert receipt.expected == receipt.kept + len(receipt.quarantined)
