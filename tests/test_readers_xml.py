"""NITF and NewsML: fields and texts of samples, versions, and what is hostile or broken."""

from __future__ import annotations

import time
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from framing.errors import FramingError
from framing.readers import read_corpus, read_files
from framing.readers.formats import format_of, read_file
from framing.readers.gather import Read

SAMPLES = Path(__file__).parent / "samples"
NEWSPAPER = SAMPLES / "nitf-newspaper.xml"
WIRE = SAMPLES / "nitf-wire.xml"
MESSAGE = SAMPLES / "newsml-g2-message.xml"
OLD = SAMPLES / "newsml-1.xml"
DAM = "urn:newsml:northernwire.example:20241019:DAM"


def records(read: Read) -> list[dict[str, str]]:
    return [
        {name: value for name, value in row.items() if isinstance(value, str)}
        for row in read.frame.to_dict("records")
    ]


def reasons(read: Read) -> list[tuple[int, str]]:
    return list(zip(read.quarantined["row"], read.quarantined["reason"], strict=True))


def read_bytes(data: bytes, folder: Path, name: str = "one.xml") -> Read:
    path = folder / name
    path.write_bytes(data)
    return read_file(path, name)


# --- what the samples hold --------------------------------------------------------------------


def test_a_newspaper_article_in_nitf() -> None:
    assert records(read_file(NEWSPAPER, "one.xml")) == [
        {
            "article_id": "1763004",
            "outlet": "The Selden Courier",
            "text": "The council of Port Selden voted on Friday for a wall along the river.\n\n"
            "It will cost 12 million crowns — half of it lent by the state & half raised by a tax"
            " on moorings.",
            "date": "20060521T000000",
            "title": "Council Votes for Flood Wall",
            "author": "ADA BRANDT",
            "url": "http://courier.example/2006/05/21/wall.html",
            "section": "New York and Region; Opinion",
            "abstract": "The council voted for a wall along the river (S)",
            "length_stated": "57",
            "copyright": "The Selden Courier Company",
        }
    ]


def test_a_wire_story_in_nitf() -> None:
    assert records(read_file(WIRE, "one.xml")) == [
        {
            "article_id": "NW-20231103-0417",
            "outlet": "Harbour Herald",
            "text": "Crews of the northern line walked out on Friday, the union said.\n\n"
            "What they ask for\n\nLonger rests\n\nTwo pilots a night\n\n"
            "“Nobody sleeps,” said one pilot.\nThe line had no comment.\n\n"
            "Monday 12 crossings\n\nFriday none",
            "date": "20231103T101500+0100",
            "title": "Ferry crews strike over rosters",
            "subtitle": "Crossings to Malmö halted until Sunday",
            "author": "Otto Lind; Mara Ruiz",
            "section": "World",
            "language": "en",
            "agency": "Northern Wire",
            "document_type": "news; Analysis",
            "dateline": "Göteborg Nov. 3",
            "caption": "Crews at the quay. Photo: M. Ruiz",
            "tagline": "Otto Lind covers transport.",
            "urgency": "4",
            "page": "A4",
            "copyright": "Northern Wire",
        }
    ]


def test_dates_and_genres_of_nitf_in_a_corpus(tmp_path: Path) -> None:
    for path in (NEWSPAPER, WIRE):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    articles = read_corpus(tmp_path).articles
    assert articles["date"].dt.strftime("%Y-%m-%dT%H:%M").tolist() == [
        "2006-05-21T00:00",
        "2023-11-03T09:15",
    ]
    assert articles["genre"].tolist() == ["opinion", "analysis"]


def test_a_message_in_newsml_g2() -> None:
    read = read_file(MESSAGE, "one.xml")
    dam, bank = records(read)
    assert dam == {
        "article_id": DAM,
        "outlet": "Northern Wire",
        "text": "Water broke through the dam at Ulven on Saturday.\n\n"
        "Two villages were cleared by noon.\nNobody was hurt.",
        "date": "2024-10-19T09:58:00+02:00",
        "title": "Dam at Ulven leaks, villages cleared",
        "subtitle": "Two villages are cleared",
        "author": "By Ada Brandt and Otto Lind",
        "language": "en-GB",
        "agency": "Selden Press",
        "document_type": "Analysis",
        "subjects": "disaster; flood",
        "dateline": "ULVEN, Oct. 19",
        "slugline": "DAM-ULVEN",
        "urgency": "3",
        "version": "2",
        "version_created": "2024-10-19T10:30:00Z",
        "copyright": "Northern Wire AS",
        "caption": "The dam.",
    }
    assert bank == {
        "article_id": "tag:northernwire.example,2024:FED",
        "outlet": "Selden News and Media",
        "text": "The bank held its rate at four per cent.\n\nPrices rose by three.",
        "date": "2024-10-19T07:00:00-05:00",
        "title": "Bank holds its rate",
        "author": "Meredith Holm",
        "language": "en",
        "version": "10",
        "version_created": "2024-10-19T07:00:00-05:00",
        "copyright": "Selden News and Media",
    }
    assert reasons(read) == [
        (1, "a packageItem, which holds no article"),
        (2, "a newer version of this item is there"),
        (5, "its provider has canceled it"),
        (6, "a picture, not a text"),
    ]
    assert read.origin["row"].tolist() == [3, 4]


def test_a_newsml_1_item() -> None:
    assert records(read_file(OLD, "one.xml")) == [
        {
            "article_id": "selden.example:20130521:4711",
            "outlet": "Selden Press",
            "text": "A storm felled the old pier on Monday.\n\nIt had stood since 1904.",
            "date": "20130521T101500Z",
            "title": "Storm fells the old pier",
            "subtitle": "Nobody hurt",
            "author": "Otto Lind",
            "language": "en",
            "document_type": "Opinion",
            "dateline": "PORT SELDEN",
            "urgency": "5",
            "version": "1",
            "version_created": "20130521T101700Z",
        }
    ]


@pytest.mark.parametrize(
    ("path", "form"),
    [(NEWSPAPER, "nitf"), (WIRE, "nitf"), (MESSAGE, "newsml"), (OLD, "newsml")],
)
def test_the_format_is_told_by_the_root_and_not_by_the_name(
    path: Path, form: str, tmp_path: Path
) -> None:
    for name in ("one.txt", "one.html", "one"):
        (tmp_path / name).write_bytes(path.read_bytes())
        found = format_of(tmp_path / name)
        assert found is not None
        assert found.name == form


# --- variants ---------------------------------------------------------------------------------


def item(content: str, guid: str = "g", version: str = "1", meta: str = "") -> str:
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="{version}">'
        f'<itemMeta><provider literal="Wire"/>{meta}</itemMeta>'
        f"<contentSet>{content}</contentSet></newsItem>"
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<inlineData contenttype='text/plain'>\nRain  fell.\n\nIt was dry.\n</inlineData>",
         "Rain  fell.\n\nIt was dry."),
        ("<inlineData contenttype='text/html'><![CDATA[<p>Rain &amp; hail<p>Dry]]></inlineData>",
         "Rain & hail\n\nDry"),
        ("<inlineData encoding='encd:base64'>UmFpbiBmZWxsLg==</inlineData>", "Rain fell."),
        ("<inlineData encoding='encd:base64'>no base</inlineData>", None),
        ("<inlineXML><idf><group><element type='headline'><p>Rain</p></element>"
         "<element type='body'>It fell.</element></group></idf></inlineXML>", "Rain\n\nIt fell."),
        ("<inlineXML/><inlineXML><html><body><p>Second</p></body></html></inlineXML>", "Second"),
        ("<inlineXML><html><body>&lt;p>One&lt;/p>&lt;p>Two&lt;/p></body></html></inlineXML>",
         "One\n\nTwo"),
        ("<inlineData contenttype='text/plain'><![CDATA[\n<p>\n (X) - Rain.</p>]]></inlineData>",
         "(X) - Rain."),
        ("<remoteContent href='http://wire.example/text'/>", None),
        ("", None),
    ],
)  # fmt: skip
def test_content_of_every_kind(content: str, text: str | None, tmp_path: Path) -> None:
    (record,) = records(read_bytes(item(content).encode(), tmp_path))
    assert record.get("text") == text


def test_what_stands_around_the_article_is_no_part_of_it(tmp_path: Path) -> None:
    content = (
        "<inlineXML><html><body><header><ul class='slugline'><li>Sport</li><li>Selden</li></ul>"
        "<h1>Rain</h1></header><section><p>It fell.</p></section><footer><p>nw ab</p></footer>"
        "</body></html></inlineXML>"
    )
    (record,) = records(read_bytes(item(content).encode(), tmp_path))
    assert record["text"] == "It fell."
    assert record["around"] == "Sport Selden Rain\nnw ab"


def test_of_the_versions_the_newest_counts_wherever_it_stands(tmp_path: Path) -> None:
    def version(number: str, text: str, meta: str = "") -> str:
        content = f"<inlineData>{text}</inlineData>"
        return item(content, "a", number, meta)

    def kept(*items: str) -> list[str]:
        data = f"<newsMessage><itemSet>{''.join(items)}</itemSet></newsMessage>"
        read = read_bytes(data.encode(), tmp_path)
        assert len(read.frame) + len(read.quarantined) == len(items)
        return read.frame["text"].tolist()

    assert kept(version("10", "new"), version("9", "old")) == ["new"]
    withdrawn = version("3", "gone", "<pubStatus qcode='stat:withheld'/>")
    assert kept(version("2", "old"), withdrawn) == []
    assert kept(withdrawn, version("4", "again")) == ["again"]
    later = "<versionCreated>2024-01-02</versionCreated>"
    earlier = "<versionCreated>2024-01-01</versionCreated>"
    assert kept(version("", "late", later), version("", "early", earlier)) == ["late"]
    assert kept(item("<inlineData>x</inlineData>", ""), item("<inlineData>y</inlineData>", "")) == [
        "x",
        "y",
    ]


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("<docdata><doc.copyright holder='Holder'/></docdata>", "Holder"),
        ("<meta name='docsource' content='Source'/>", "Source"),
        ("<docdata><doc-id regsrc='Registry' id-string='1'/></docdata>", "Registry"),
        ("<pubdata/><pubdata name='Paper'/>", "Paper"),
        ("", "Sender"),
    ],
)
def test_the_outlet_of_nitf(head: str, outlet: str, tmp_path: Path) -> None:
    data = (
        f"<nitf><head>{head}</head><body><body.head><distributor>Sender</distributor></body.head>"
        "<body.content><p>Rain.</p></body.content></body></nitf>"
    )
    (record,) = records(read_bytes(data.encode(), tmp_path))
    assert record["outlet"] == outlet
    assert record["agency"] == "Sender"


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("BY ADA BRANDT", "ADA BRANDT"), ("Byron Low", "Byron Low"),
        ("<byttl>Sports Network</byttl>", "Sports Network"),
        ("By ADA BRANDT<byttl>Business Writer</byttl>", "ADA BRANDT"),
        ("<person><name.given>Ada</name.given> <name.family>Brandt</name.family></person>",
         "Ada Brandt"),
        ("  ", None),
    ],
)  # fmt: skip
def test_the_author_of_nitf(byline: str, author: str | None, tmp_path: Path) -> None:
    data = f"<nitf><body><body.head><byline>{byline}</byline></body.head></body></nitf>"
    (record,) = records(read_bytes(data.encode(), tmp_path)) or [{}]
    assert record.get("author") == author


def test_a_withdrawn_article_is_put_aside(tmp_path: Path) -> None:
    data = "<nitf><head><docdata management-status='canceled'/></head></nitf>"
    assert reasons(read_bytes(data.encode(), tmp_path)) == [
        (1, "the article's status is 'canceled'")
    ]


def test_language_and_headlines_of_nitf(tmp_path: Path) -> None:
    heads = "<hedline><hl1>Rain</hl1><hl2 id='originalHeadline'>Rain</hl2></hedline>"
    data = f"<nitf baselang='nb-NO'><body><body.head>{heads}</body.head></body></nitf>"
    (record,) = records(read_bytes(data.encode(), tmp_path))
    assert record == {"language": "nb-NO", "title": "Rain"}


def test_html_handed_over_as_a_string(tmp_path: Path) -> None:
    body = "<![CDATA[<p>One &amp; two</p><p>Three</p>]]>"
    data = f"<nitf><body><body.content>{body}</body.content></body></nitf>"
    (record,) = records(read_bytes(data.encode(), tmp_path))
    assert record["text"] == "One & two\n\nThree"


# --- encodings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ("UTF-8", "utf-8"), ("UTF-8", "utf-8-sig"), ("UTF-16", "utf-16"), ("UTF-8", "utf-16"),
        ("iso-8859-1", "cp1252"), ("UTF-8", "cp1252"), ("iso-8859-1", "utf-8"),
        ("windows-1251", "utf-8"), ("bogus", "utf-8"), ("rot13", "utf-8"),
    ],
)  # fmt: skip
def test_the_bytes_tell_the_encoding_and_what_is_declared_may_help(
    declared: str, actual: str, tmp_path: Path
) -> None:
    body = "<body><body.content><p>Größe – 12 “crowns” in Malmö.</p></body.content></body>"
    data = f"<?xml version='1.0' encoding='{declared}'?><nitf>{body}</nitf>"
    read = read_bytes(data.encode(actual), tmp_path)
    assert read.frame["text"].tolist() == ["Größe – 12 “crowns” in Malmö."]
    assert read.repaired.empty


def test_an_encoding_that_only_the_declaration_tells(tmp_path: Path) -> None:
    body = "<body><body.content><p>Дождь шёл.</p></body.content></body>"
    data = f'<?xml version="1.0" encoding="koi8-r"?><nitf>{body}</nitf>'.encode("koi8-r")
    assert read_bytes(data, tmp_path).frame["text"].tolist() == ["Дождь шёл."]


def test_what_cannot_be_decoded_is_marked_and_told(tmp_path: Path) -> None:
    texts = "".join(f"<p>Größe Nummer {i} über Malmö.</p>" for i in range(50)).encode()
    broken = texts.replace(b"Nummer 7 ", b"Nummer \xff7\x0b ")
    data = b"<nitf><body><body.content>" + broken + b"</body.content></body></nitf>"
    read = read_bytes(data, tmp_path)
    assert "Nummer \ufffd7\ufffd über" in read.frame["text"][0]
    assert read.repaired["detail"].tolist() == ["text: 2"]


# --- hostile and broken -----------------------------------------------------------------------

LAUGHS = (
    '<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><nitf><body><body.content><p>&c;</p>'
    "</body.content></body></nitf>"
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (LAUGHS, "entities of its own"),
        ('<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf>&x;</nitf>', "entities"),
        ('<!DOCTYPE nitf [<!ENTITY % x SYSTEM "http://x.example/d"> %x;]><nitf/>', "entities"),
        ("<nitf>" + "<p>" * 10_000, "nested more than"),
        ("<nitf " + "x" * 30_000_000, "far too long"),
        ("<nitf><p>" + "Rain fell. " * 2_000_000 + "</p></nitf>", "larger than 20 MB"),
        ("<nitf><body>", "cut off"),
        ("<nitf><body></nitf>", "damaged (line 1: mismatched tag)"),
        ("<nitf", "cut off"),
        ("<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'/>", "holds no news item"),
        ("<rss version='2.0'><channel><title>A</title></channel></rss>", "holds no news item"),
    ],
    ids=range(11),
)
def test_hostile_and_broken_files_are_one_sentence(data: str, says: str, tmp_path: Path) -> None:
    began = time.perf_counter()
    with pytest.raises(FramingError) as caught:
        read_bytes(data.encode(), tmp_path)
    assert time.perf_counter() - began < 2
    assert says in str(caught.value)
    assert "one.xml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_dtd_elsewhere_is_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / "nitf.dtd").write_text('<!ENTITY quay "a secret">')
    body = "<body><body.content><p>The &quay; &eacute;</p></body.content></body>"
    for system in ("nitf.dtd", "http://nowhere.invalid/nitf.dtd"):
        data = f'<!DOCTYPE nitf SYSTEM "{system}"><nitf>{body}</nitf>'
        assert read_bytes(data.encode(), tmp_path).frame["text"].tolist() == ["The &quay; é"]


def test_the_items_before_a_break_are_kept(tmp_path: Path) -> None:
    data = MESSAGE.read_bytes()
    cut = data[: data.index(b"WITHDRAWN")]
    read = read_bytes(cut, tmp_path)
    assert read.frame["title"].tolist() == [
        "Dam at Ulven leaks, villages cleared",
        "Bank holds its rate",
    ]
    row, reason = reasons(read)[-1]
    assert (row, "cut off" in reason) == (5, True)


def test_many_items_take_little_time(tmp_path: Path) -> None:
    content = "<inlineXML><html><body>" + "<p>Rain fell on the quay.</p>" * 10 + "</body></html>"
    items = "".join(item(f"{content}</inlineXML>", f"g{i}") for i in range(2_000))
    began = time.perf_counter()
    read = read_bytes(f"<newsMessage><itemSet>{items}</itemSet></newsMessage>".encode(), tmp_path)
    assert len(read.frame) == 2_000
    assert time.perf_counter() - began < 5


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_at_random(data: st.DataObject, tmp_path: Path) -> None:
    content = data.draw(st.sampled_from([NEWSPAPER, WIRE, MESSAGE, OLD])).read_bytes()
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(content)))
        much = data.draw(st.integers(0, 40))
        content = content[:at] + data.draw(st.binary(max_size=8)) + content[at + much :]
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    path = tmp_path / "one.xml"
    path.write_bytes(content)
    began = time.perf_counter()
    read = read_files([path])
    assert time.perf_counter() - began < 2
    assert len(read.frame) + len(read.quarantined) > 0 or not content.strip()
    assert one_sentence_or_all_accounted_for(path)


def one_sentence_or_all_accounted_for(path: Path) -> bool:
    try:
        receipt = read_corpus(path).receipt
    except FramingError as error:
        return "\n" not in str(error)
    return receipt.expected == receipt.kept + len(receipt.quarantined)
