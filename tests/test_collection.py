"""Importing: what is kept, what is recognised when it comes again, and the receipt of it all."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import framing as fr
from framing.cleaning import original_text
from framing.cli import app
from framing.collection import entries, importing
from framing.collection.addresses import plain_address
from framing.collection.cleaned import as_read
from framing.collection.importing import bring_in, import_articles
from framing.errors import FramingError
from framing.filing import load_receipt

RAIN = "Rain fell on Tolby all night, and the river rose by a foot before the morning came."
DRY = "It was dry in Tolby, and the council said that the river would be watched all the same."
SNOW = "Snow lay on the hills above Tolby when the first buses left the depot on Monday."


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def row(text: str = RAIN, outlet: str = "A", **more: object) -> dict[str, object]:
    return {"outlet": outlet, "text": text, **more}


def brought(files: object, out: Path, **options: object) -> fr.Corpus:
    corpus = import_articles(files, out, **{"clean": False, **options})  # type: ignore[arg-type]
    check(corpus, out)
    return corpus


def check(corpus: fr.Corpus, out: Path) -> None:
    """What holds of any folder."""
    receipt = corpus.receipt
    assert receipt.expected == receipt.kept + len(receipt.quarantined)
    assert receipt.kept == len(corpus)
    numbers = receipt.sources[["expected", "kept", "quarantined"]].sum().tolist()
    assert numbers == [receipt.expected, receipt.kept, len(receipt.quarantined)]
    assert receipt.sources["source"].is_unique
    assert set(receipt.repaired["article_id"]) <= set(corpus.articles.index)
    assert not [path for path in out.iterdir() if path.name.startswith(".")]


def reasons(corpus: fr.Corpus) -> list[str]:
    return corpus.receipt.quarantined["reason"].tolist()


def test_one_file_is_kept_as_read_corpus_keeps_it(tmp_path: Path) -> None:
    rows = [row(), row(), row(""), row(DRY, ""), row(SNOW, "B", lines=3)]
    file = write(tmp_path / "a.jsonl", *rows)
    corpus, plain = brought(file, tmp_path / "mine"), fr.read_corpus(file)
    columns = ["outlet", "text", "lines"]
    pd.testing.assert_frame_equal(
        corpus.articles[columns].reset_index(drop=True),
        plain.articles[columns].reset_index(drop=True),
    )
    assert reasons(corpus) == plain.receipt.quarantined["reason"].tolist()
    assert (tmp_path / "mine" / "study.toml").read_text().splitlines()[-1] == 'corpus = "."'
    assert fr.load_study(tmp_path / "mine").read.fingerprint == corpus.fingerprint


def test_the_folder_holds_what_the_receipt_says(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", row(), row("", "B", article_id="7"))
    brought(file, tmp_path / "mine")
    there = {path.name for path in (tmp_path / "mine").rglob("*") if path.is_file()}
    assert there == {
        "articles.parquet", "study.toml", "sources.csv", "quarantined.csv", "repaired.csv",
        "edits.parquet", "origins.parquet", "receipt.html",
    }  # fmt: skip
    sources = pd.read_csv(tmp_path / "mine" / "receipt" / "sources.csv")
    assert sources["sha256"].tolist() == [importing.file_digest(file)]
    assert sources[["source", "expected", "kept", "quarantined"]].to_numpy().tolist() == [
        ["a.jsonl", 2, 1, 1]
    ]
    put_aside = pd.read_csv(tmp_path / "mine" / "receipt" / "quarantined.csv", dtype="str")
    assert put_aside["article_id"].tolist() == ["7"]


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", row(), row(DRY), row(""))
    first = brought(file, tmp_path / "mine")
    before = {
        path: path.read_bytes() for path in (tmp_path / "mine").rglob("*.*") if path.is_file()
    }
    told: list[tuple[str, str]] = []
    second = brought(file, tmp_path / "mine", told=lambda *said: told.append(said))
    assert told == [("a.jsonl", "there already")]
    assert second.fingerprint == first.fingerprint
    assert {path: path.read_bytes() for path in before} == before
    copy = shutil.copy(file, tmp_path / "b.jsonl")
    assert brought(copy, tmp_path / "mine").receipt.expected == 3


def test_an_article_that_another_file_holds_too_is_there_already(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", row(), row(DRY))
    other = write(tmp_path / "other.jsonl", row(DRY), row(SNOW))
    corpus = brought([one, other], tmp_path / "mine")
    assert corpus.articles["text"].tolist() == [RAIN, DRY, SNOW]
    there = corpus.receipt.quarantined.iloc[0]
    assert there[["source", "row", "reason"]].tolist() == ["other.jsonl", 1, entries.THERE]
    assert corpus.articles.at[there["article_id"], "text"] == DRY


def test_repeated_texts_of_one_file_stay_apart_and_are_recognised_one_by_one(
    tmp_path: Path,
) -> None:
    one = write(tmp_path / "one.jsonl", row(), row())
    corpus = brought([one, write(tmp_path / "other.jsonl", row(), row(), row())], tmp_path / "mine")
    assert len(corpus) == 3
    assert reasons(corpus) == [entries.THERE] * 2


@pytest.mark.parametrize("grown", ["before", "after"])
def test_a_file_that_has_grown_is_a_newer_version_of_itself(tmp_path: Path, grown: str) -> None:
    file = write(tmp_path / "a.jsonl", row(), row(DRY), row(""))
    brought(file, tmp_path / "mine")
    rows = [row(), row(DRY), row("")]
    write(file, *([row(SNOW), *rows] if grown == "before" else [*rows, row(SNOW)]))
    corpus = brought(file, tmp_path / "mine")
    assert corpus.receipt.expected == 4
    assert reasons(corpus) == ["the text is empty"]
    assert corpus.articles["text"].tolist() == [RAIN, DRY, SNOW]
    assert corpus.receipt.sources["source"].tolist() == ["a.jsonl"]


def test_another_file_of_the_same_name_is_told_apart(tmp_path: Path) -> None:
    one = write(tmp_path / "2023" / "a.jsonl", row(), row(""))
    other = write(tmp_path / "2024" / "a.jsonl", row(DRY), row(""))
    corpus = brought([one, other], tmp_path / "mine")
    assert corpus.receipt.sources["source"].tolist() == ["a.jsonl", "a.jsonl (2)"]
    assert len(reasons(corpus)) == 2
    assert brought([other, one], tmp_path / "mine").receipt.expected == 4


@pytest.mark.parametrize(
    "again",
    [
        "https://example.org/2025/rain?utm_source=feed&id=3",
        "http://www.example.org/2025/rain/?id=3#comments",
        "https://m.example.org/2025/rain/amp?id=3&fbclid=x",
    ],
)
def test_an_address_is_one_in_all_its_forms(tmp_path: Path, again: str) -> None:
    one = write(tmp_path / "one.jsonl", row(url="https://example.org/2025/rain?id=3"))
    another = again.replace("id=3", "id=4")
    other = write(tmp_path / "other.jsonl", row(DRY, url=again), row(DRY, url=another))
    corpus = brought([one, other], tmp_path / "mine")
    assert corpus.articles["url"].tolist() == ["https://example.org/2025/rain?id=3", another]
    assert reasons(corpus) == [entries.CHANGED]


def test_addresses_that_name_no_page() -> None:
    for url in [
        "https://example.org",
        "http://www.example.org/",
        "mailto:x@example.org",
        "http://[",
    ]:
        assert plain_address(url) == ""
    assert plain_address("http://example.org:8080/a") == "example.org:8080/a"
    assert plain_address("https://www.bbc.co.uk/news/1") == "bbc.co.uk/news/1"
    assert plain_address("https://m.uk/a") == "m.uk/a"


@given(st.text(max_size=40))
def test_any_address_has_one_plain_form(url: str) -> None:
    plain = plain_address(url)
    assert plain_address(f"https://{plain}") == plain or not plain


def test_an_identifier_of_the_source_is_kept_and_recognised(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", row(article_id="d1", title="Rain"), row(DRY, article_id=2))
    other = write(tmp_path / "other.jsonl", row(RAIN + " More.", article_id="d1", title="Rain"))
    corpus = brought([one, other], tmp_path / "mine")
    assert corpus.articles.index.tolist() == ["d1", "2"]
    assert corpus.articles["text"].tolist() == [RAIN, DRY]
    assert reasons(corpus) == [entries.CHANGED]
    assert "--replace" in entries.CHANGED

    corpus = brought(other, tmp_path / "mine", replace=True)
    assert corpus.articles["text"].to_dict() == {"d1": RAIN + " More.", "2": DRY}
    assert corpus.receipt.quarantined[["source", "row", "reason"]].to_numpy().tolist() == [
        ["one.jsonl", 1, entries.REPLACED]
    ]


def test_files_that_both_count_from_one_hold_different_articles(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", row(article_id="1", title="Rain"))
    other = write(tmp_path / "other.jsonl", row(DRY, article_id="1", title="Sun"))
    corpus = brought([one, other], tmp_path / "mine")
    assert corpus.articles.index.tolist() == ["1", "other.jsonl:1"]
    again = brought(write(tmp_path / "c.jsonl", row(DRY, article_id="1")), tmp_path / "mine")
    assert len(again) == 2


def test_identifiers_made_of_content_are_the_same_in_any_order(tmp_path: Path) -> None:
    rows = [row(), row(DRY), row(SNOW, url="https://example.org/snow")]
    one = brought(write(tmp_path / "one.jsonl", *rows), tmp_path / "one")
    other = brought(write(tmp_path / "other.jsonl", *rows[::-1]), tmp_path / "other")
    assert sorted(one.articles.index) == sorted(other.articles.index)
    assert one.fingerprint == other.fingerprint
    assert all(len(name) == 12 for name in one.articles.index)


def test_hashes_that_begin_alike_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("framing.collection.recognition._ID_LENGTH", 1)
    rows = [row(f"{RAIN} {i}") for i in range(17)]  # one more than there are hexadecimal digits
    corpus = brought(write(tmp_path / "a.jsonl", *rows), tmp_path / "mine")
    assert len(corpus) == 17
    assert sorted(set(corpus.articles.index.str.len())) == [1, 32]


def test_a_row_put_aside_that_comes_in_good_order_is_aside_no_longer(tmp_path: Path) -> None:
    out = tmp_path / "mine"
    url = "https://example.org/rain"
    file = write(
        tmp_path / "a.jsonl", {"url": url, "text": RAIN}, row(DRY), {"outlet": "A", "url": url}
    )
    assert len(reasons(brought(file, out))) == 2
    corpus = brought(file, out, outlet="Z")  # the same file, read otherwise
    assert reasons(corpus) == ["the text is empty"]
    assert corpus.receipt.expected == 3

    out = tmp_path / "other"
    brought(file, out)
    corpus = brought(write(tmp_path / "b.jsonl", row(url=url)), out)  # the article, elsewhere
    assert corpus.receipt.quarantined.empty
    assert corpus.receipt.expected == 2


def test_bad_files_do_not_stop_good_ones(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.parquet").write_bytes(b"PAR1 broken")
    (tmp_path / "in" / "b.json").write_text("[{")
    (tmp_path / "in" / "c.pdf").write_bytes(b"%PDF-1.4")
    write(tmp_path / "in" / "d.jsonl", row())
    corpus = brought(tmp_path / "in", tmp_path / "mine")
    assert len(corpus) == 1
    assert corpus.receipt.sources.set_index("source")["quarantined"].to_dict() == {
        "a.parquet": 1, "b.json": 1, "c.pdf": 1, "d.jsonl": 0,
    }  # fmt: skip
    write(tmp_path / "in" / "b.json", row(DRY))
    corpus = brought(tmp_path / "in", tmp_path / "mine")
    assert sorted(corpus.receipt.quarantined["source"]) == ["a.parquet", "c.pdf"]


def test_a_reader_that_fails_puts_its_file_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(path: Path, source: str) -> object:
        raise KeyError("word/document.xml")

    write(tmp_path / "a.jsonl", row())
    (tmp_path / "b.csv").write_text("outlet,text\nA,x\n")
    from framing.readers import formats

    forms = [
        formats.Format("csv", failing, form.suffixes, form.fits) if form.name == "csv" else form  # type: ignore[arg-type]
        for form in formats.FORMATS
    ]
    monkeypatch.setattr(formats, "FORMATS", forms)
    corpus = brought([tmp_path / "a.jsonl", tmp_path / "b.csv"], tmp_path / "mine")
    assert reasons(corpus) == ["the file cannot be read (KeyError: 'word/document.xml')"]


def test_nothing_at_all_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 broken")
    with pytest.raises(FramingError, match=r"no article could be read \(a.parquet cannot be read"):
        import_articles(tmp_path / "a.parquet", tmp_path / "mine")
    assert not (tmp_path / "mine").exists()
    with pytest.raises(FramingError, match="is not there"):
        import_articles([tmp_path / "none.csv"], tmp_path / "mine")


def test_files_of_an_archive_may_overlap(tmp_path: Path) -> None:
    inner = [write(tmp_path / "in" / "a.jsonl", row(), row(DRY), row(DRY))]
    inner.append(write(tmp_path / "in" / "sub" / "b.jsonl", row(DRY), row(SNOW)))
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for file in inner:
            archive.write(file, file.relative_to(tmp_path))
    corpus = brought(tmp_path / "x.zip", tmp_path / "mine")
    assert corpus.articles["text"].tolist() == [RAIN, DRY, DRY, SNOW]
    assert corpus.receipt.quarantined["source"].tolist() == ["x.zip/in/sub/b.jsonl"]
    apart = brought(tmp_path / "in", tmp_path / "apart")
    assert apart.fingerprint == corpus.fingerprint
    assert len(brought(tmp_path / "in", tmp_path / "mine")) == 4


def test_texts_without_front_matter_take_the_outlet_that_is_given(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "rain.txt").write_text(RAIN)
    (tmp_path / "in" / "dry.txt").write_text(f"---\noutlet: B\n---\n{DRY}")
    corpus = brought(tmp_path / "in", tmp_path / "mine", outlet="A")
    assert corpus.articles["outlet"].to_dict() == {"rain": "A", "dry": "B"}
    assert corpus.articles["text"].to_dict() == {"rain": RAIN, "dry": DRY}


def test_columns_under_other_names_and_of_other_kinds(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"paper,body,n,seen\nA,{json.dumps(RAIN)},3,True\n")
    write(tmp_path / "b.jsonl", row(DRY, "B", n="three", seen="2025-01-01", tags=["x", "y"]))
    files = [tmp_path / "a.csv", tmp_path / "b.jsonl"]
    corpus = brought(files, tmp_path / "mine", columns={"outlet": "paper"})
    assert corpus.articles["outlet"].tolist() == ["A", "B"]
    assert corpus.articles["n"].tolist() == ["3", "three"]
    assert corpus.articles["tags"].tolist()[1] == '["x", "y"]'
    with pytest.raises(FramingError, match="columns='papers' is not known"):
        import_articles(files, tmp_path / "mine", columns={"papers": "paper"})


def test_the_receipt_lies_beside_the_articles_and_belongs_to_them(tmp_path: Path) -> None:
    out = tmp_path / "mine"
    corpus = brought(write(tmp_path / "a.jsonl", row(), row(DRY), row("")), out)
    for path in (out, out / "articles.parquet", out / "study.toml"):
        if path.suffix != ".toml":
            assert fr.read_corpus(path).receipt.expected == 3
    corpus.filter(outlet="none").save(out / "articles.parquet")
    assert fr.read_corpus(out).receipt.expected == 0


def test_a_folder_of_articles_that_no_import_made_is_left_alone(tmp_path: Path) -> None:
    fr.example().save(tmp_path / "articles.parquet")
    before = (tmp_path / "articles.parquet").read_bytes()
    with pytest.raises(FramingError, match="no import has made"):
        import_articles(write(tmp_path / "a.jsonl", row()), tmp_path)
    assert (tmp_path / "articles.parquet").read_bytes() == before


def test_the_folder_is_not_imported_into_itself(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", row())
    for _ in range(2):
        corpus = brought(tmp_path, tmp_path / "mine")
    assert corpus.receipt.sources["source"].tolist() == ["a.jsonl"]


@pytest.mark.parametrize("moved", range(7))
def test_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: int) -> None:
    """Stopped after any number of files have been moved, the folder is as before or as after."""
    out = tmp_path / "mine"
    brought(write(tmp_path / "a.jsonl", row()), out)
    replace, left = os.replace, [moved]

    def stopping(source: str | Path, target: str | Path) -> None:
        if left[0] == 0:
            raise KeyboardInterrupt
        if Path(target).is_relative_to(out) and not Path(source).name.endswith(".part"):
            left[0] -= 1
        replace(source, target)

    monkeypatch.setattr(os, "replace", stopping)
    with pytest.raises(KeyboardInterrupt):
        brought(write(tmp_path / "b.jsonl", row(DRY)), out)
    corpus = fr.read_corpus(out)
    assert len(corpus) == (1 if moved == 0 else 2)
    assert corpus.receipt.expected == len(corpus)
    monkeypatch.undo()
    assert len(brought(tmp_path / "b.jsonl", out)) == 2


def test_an_interrupted_import_goes_on(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{text[:4]}.jsonl", row(text)) for text in (RAIN, DRY, SNOW)]
    said: list[tuple[str, str]] = []

    def told(name: str, what: str) -> None:
        said.append((name, what))
        if what == "reading" and len([1 for _, doing in said if doing == "reading"]) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_articles(files, tmp_path / "mine", clean=False, told=told)
    assert len(fr.read_corpus(tmp_path / "mine")) == 2
    said.clear()
    import_articles(files, tmp_path / "mine", clean=False, told=lambda *what: said.append(what))
    assert [what for _, what in said] == ["there already"] * 2 + ["reading", "1 kept"]


PAGE = "By {}\n\nTOLBY (Reuters) - {}\n\nThe whole town in one place\n"


NAMES = ["Ann Lee", "Ben Orr", "Cora Page", "Dan Fox", "Eva Hill", "Finn Marsh", "Gus Vane"]
PLACES = ["Tolby", "Marrow", "Quay End", "Upper Fell", "Hask", "Orrin", "Sedge"]
DEEDS = [
    "sold a horse at the fair",
    "swam across the river in a storm",
    "painted the town hall blue",
    "won the regional prize for cheese",
    "lost a case against the mill owners",
    "opened the first library in fifty years",
    "found coins of silver beneath a barn",
]


def page(text: str, name: str = "Ann Lee") -> str:
    return PAGE.format(name, text)


def test_texts_are_cleaned_together_whatever_was_imported_when(tmp_path: Path) -> None:
    """A line that five articles have is furniture, though no file holds more than one of them."""
    texts = [
        page(f"{name} Brook of {place} {did}. Nobody in {place} had {did} before.", name)
        for name, place, did in zip(NAMES, PLACES, DEEDS, strict=True)
    ]
    files = [write(tmp_path / f"{i}.jsonl", row(text)) for i, text in enumerate(texts)]
    together = brought(files, tmp_path / "together", clean=True)
    for file in files:
        apart = brought(file, tmp_path / "apart", clean=True)
    assert together.fingerprint == apart.fingerprint
    assert not together.articles["text"].str.contains("whole town|Reuters|By ").any()
    assert set(together.articles["agency"]) == {"Reuters"}
    for field in ("edits", "repaired"):
        one, other = getattr(together.receipt, field), getattr(apart.receipt, field)
        pd.testing.assert_frame_equal(one, other)
    for article_id, text in zip(together.articles.index, texts, strict=True):
        assert original_text(apart, article_id) == text
        assert original_text(apart, article_id, "agency") is None
    filed = load_receipt(tmp_path / "apart")
    assert set(filed.origins["cleaned"]) == {"yes"}
    assert as_read(apart.articles, filed.edits)["text"].tolist() == texts


def test_what_was_not_to_be_cleaned_is_left_as_it_is(tmp_path: Path) -> None:
    brought(write(tmp_path / "a.jsonl", row(page(RAIN))), tmp_path / "mine")
    corpus = brought(write(tmp_path / "b.jsonl", row(page(DRY))), tmp_path / "mine", clean=True)
    first, second = corpus.articles["text"]
    assert first == page(RAIN)
    assert second.startswith("It was dry")
    assert set(corpus.receipt.edits["article_id"]) == {corpus.articles.index[1]}


def test_a_replaced_text_is_cleaned_afresh(tmp_path: Path) -> None:
    one = write(tmp_path / "a.jsonl", row(page(RAIN), article_id="1"))
    other = write(tmp_path / "b.jsonl", row(page(DRY), article_id="1"))
    brought(one, tmp_path / "mine", clean=True)
    corpus = brought(other, tmp_path / "mine", clean=True, replace=True)
    assert original_text(corpus, "1") == page(DRY)
    assert corpus.articles.at["1", "text"].startswith("It was dry")


def test_cleaning_that_was_interrupted_is_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(corpus: fr.Corpus) -> fr.Corpus:
        raise KeyboardInterrupt

    file = write(tmp_path / "a.jsonl", row(page(RAIN)))
    monkeypatch.setattr("framing.cleaning.clean_articles", stopped)
    with pytest.raises(KeyboardInterrupt):
        import_articles(file, tmp_path / "mine")
    monkeypatch.undo()
    assert fr.read_corpus(tmp_path / "mine").articles["text"].tolist() == [page(RAIN)]
    corpus = brought(file, tmp_path / "mine", clean=True)
    assert corpus.articles["text"].str.startswith("Rain fell").all()


texts = st.sampled_from([RAIN, DRY, SNOW, ""])
records = st.fixed_dictionaries(
    {"text": texts},
    optional={
        "outlet": st.sampled_from(["A", "B", ""]),
        "article_id": st.sampled_from(["1", "2", "x"]),
        "title": st.sampled_from(["Rain", "Sun"]),
        "url": st.sampled_from(["https://example.org/a", "http://example.org/b?utm_id=1", "-"]),
        "date": st.sampled_from(["2025-03-01", "soon"]),
        "n": st.sampled_from([1, "two", None]),
    },
)


@pytest.mark.hypothesis
@settings(max_examples=10, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.lists(records, min_size=1, max_size=5), min_size=1, max_size=4), st.booleans())
def test_every_row_is_an_article_or_put_aside(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[dict[str, object]]], replace: bool
) -> None:
    folder = tmp_path_factory.mktemp("any")
    paths = [write(folder / f"{i}.jsonl", *rows) for i, rows in enumerate(files)]
    try:
        collection, _ = bring_in(paths, folder / "mine", clean=False, replace=replace)
    except FramingError:
        assert not (folder / "mine").exists()
        return
    check(fr.read_corpus(folder / "mine"), folder / "mine")
    before = load_receipt(folder / "mine")
    assert len(before.origins) == len(collection)
    for path in paths:
        bring_in(path, folder / "mine", clean=False)
    after = load_receipt(folder / "mine")
    assert after.origins["article_id"].tolist() == before.origins["article_id"].tolist()
    there = [
        (frame["reason"] == entries.THERE).sum()
        for frame in (before.quarantined, after.quarantined)
    ]
    assert len(after.quarantined) - there[1] == len(before.quarantined) - there[0]


def test_the_command(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", {"text": RAIN, "paper": "A"}, {"text": DRY})
    command = ["corpus", "import", str(tmp_path / "a.jsonl"), "--out", str(tmp_path / "mine")]
    options = ["--no-clean", "--outlet", "B", "--column", "outlet=paper"]
    done = CliRunner().invoke(app, [*command, *options])
    assert done.exit_code == 0, done.output
    assert "a.jsonl: 2 kept" in done.stderr
    assert "2 articles expected = 2 kept + 0 quarantined" in done.stdout
    assert fr.read_corpus(tmp_path / "mine").articles["outlet"].tolist() == ["A", "B"]
    done = CliRunner().invoke(app, [*command, *options])
    assert done.exit_code == 0
    assert "there already" in done.stderr
    done = CliRunner().invoke(app, [*command, "--column", "outlet"])
    assert done.exit_code == 2
    assert "new=old" in done.stderr
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4")
    command = ["corpus", "import", str(tmp_path / "b.pdf"), "--out", str(tmp_path / "none")]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith("framing: no article could be read")
