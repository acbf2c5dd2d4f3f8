"""Coding by hand: what is drawn, what coders see, how far they agree, and what follows."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import framing as fr
from framing.auditing.alpha import alpha
from framing.cli import app
from framing.coding.codebook import FOLDER, parse_codebook
from framing.coding.spreadsheets import LONGEST, read_xlsx
from framing.coding.units import MASK, all_units
from framing.errors import FramingError, LeftOut

NAN = float("nan")
# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": four observers, twelve units.
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
).T
BOOK = """
name: two
categories:
  strife: {question: Strife?, definition: Somebody quarrels.}
  stance: {question: Which side?, definition: A side., scale: choice, values: [for, against]}
  heat: {question: How heated?, definition: From 0 to 3., scale: rating, values: [0, 1, 2, 3]}
  people: {question: How many?, definition: People named., scale: amount}
"""


def corpus(n_events: int = 6, outlets: str = "XYZ") -> fr.Corpus:
    rows = [
        {
            "article_id": f"{outlet}{event}",
            "outlet": f"The {outlet}-Post",
            "event": f"e{event}",
            "text": f"The {outlet}-Post saw rain in town {event}. “It poured,” said Ann Lee.\n\n"
            f"It dried on day {event}. Nobody told the {outlet}-Post why.",
        }
        for event in range(n_events)
        for outlet in outlets
    ]
    return fr.Corpus.from_frame(pd.DataFrame(rows))


@pytest.fixture
def coding() -> fr.Coding:
    return fr.sample_units(corpus(), n=12, coders=["ann", "ben"])


def answered(coding: fr.Coding, seed: int = 0) -> fr.Coding:
    """Ben says as Ann does in nine of ten codes."""
    random = np.random.default_rng(seed)
    shape = (len(coding.key), len(coding.categories))
    first = random.integers(0, 2, shape)
    for coder, codes in (
        ("ann", first),
        ("ben", np.where(random.random(shape) < 0.1, 1, 0) ^ first),
    ):
        table = pd.DataFrame(codes, coding.key.index, list(coding.categories))
        mine = table.loc[list(coding.sheets[coder])]
        coding = coding.coded(coder, mine)
    return coding


# --- the codebook --------------------------------------------------------------------------------


def test_codebooks_of_the_package_say_what_counts() -> None:
    for path in FOLDER.glob("*.yaml"):
        for category in fr.load_codebook(path).categories.values():
            codes = {category.read(code) for _, code in category.examples}
            assert {"0", "1"} <= codes
            assert category.include
            assert category.exclude


def test_the_template_codes_what_the_example_was_coded_for(example: fr.Corpus) -> None:
    gold = fr.Gold.from_labels(example.articles["frames"])
    assert set(gold.categories) == set(fr.load_codebook("generic-frames").categories)


@pytest.mark.parametrize(
    ("category", "written", "code"),
    [
        ("strife", " Yes ", "1"),
        ("strife", "0.0", "0"),
        ("strife", "?", "?"),
        ("stance", "AGAINST", "against"),
        ("heat", "2.0", "2"),
        ("people", "1e2", "100"),
        ("people", "", ""),
    ],
)
def test_codes_as_people_write_them(category: str, written: str, code: str) -> None:
    assert parse_codebook(BOOK, "b").categories[category].read(written) == code


@pytest.mark.parametrize(
    ("category", "written"),
    [("strife", "maybe"), ("strife", "2"), ("stance", "1"), ("heat", "4"), ("people", "inf")],
)
def test_codes_that_are_none(category: str, written: str) -> None:
    with pytest.raises(FramingError, match="is no code of"):
        parse_codebook(BOOK, "b").categories[category].read(written)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "one YAML document"),
        ("name: x", "no categories"),
        ("categories: {a: {question: Q}}", "no definition"),
        ("categories: {note: {question: Q, definition: D}}", "must be a word"),
        ("categories: {a: {question: Q, definition: D, scale: odd}}", "scale 'odd'"),
        ("categories: {a: {question: Q, definition: D, scale: choice}}", "two or more"),
        (
            "categories: {a: {question: Q, definition: D, scale: rating, values: [2, 1]}}",
            "rising",
        ),
        ("categories: {a: {question: Q, definition: D, examples: [x]}}", "text and a code"),
    ],
)
def test_codebooks_that_are_none(text: str, told: str) -> None:
    with pytest.raises(FramingError, match=told):
        parse_codebook(text, "mine.yaml")


def test_a_codebook_is_written_as_it_was_read(tmp_path: Path) -> None:
    made = CliRunner().invoke(app, ["code", "book", str(tmp_path / "mine.yaml")])
    assert made.exit_code == 0
    mine = fr.load_codebook(tmp_path / "mine.yaml")
    assert mine == fr.load_codebook("generic-frames")
    with pytest.raises(FramingError, match="choose one of"):
        fr.load_codebook("no-such-book")


# --- what is drawn -------------------------------------------------------------------------------


def test_one_unit_of_each_outlet_in_the_events_drawn() -> None:
    made = fr.sample_units(corpus(8), n=12)
    assert made.key.groupby("event")["group"].nunique().tolist() == [3, 3, 3, 3]
    assert made.drawn()["stands_for"].tolist() == pytest.approx([8, 8, 8])


def test_more_than_there_are_cells_takes_all_alike() -> None:
    made = fr.sample_units(corpus(4), n=24, unit="sentence")
    cells = made.key.groupby(["group", "event"])
    assert cells.size().eq(2).all()
    assert made.key["stands_for"].eq(2).all()  # of four sentences two


def test_what_was_drawn_stands_for_all(example: fr.Corpus) -> None:
    tokens = fr.tokenize(example)
    made = fr.sample_units(tokens, n=300, unit="sentence", within=None)
    pool = all_units(tokens, "sentence")
    per_outlet = pool["article_id"].map(tokens.articles["outlet"]).value_counts()
    told = made.drawn().set_index("outlet")["stands_for"]
    assert told.to_dict() == pytest.approx(per_outlet.to_dict())


def test_estimates_from_samples_are_right_on_average() -> None:
    """A quantity of the pool, estimated from many samples with the weights, is met."""
    rows = [
        {"article_id": f"{o}{e}{i}", "outlet": o, "event": f"e{e}", "text": f"Rain fell in {i}."}
        for o in "XYZ"
        for e in range(9)
        for i in range(1 + (e * ord(o)) % 4)
        if not (o == "Z" and e > 5)
    ]
    frame = fr.Corpus.from_frame(pd.DataFrame(rows))
    tokens = fr.tokenize(frame)
    value = frame.articles["event"].str[1:].astype(int)
    for n in (12, 30):
        found = []
        for seed in range(60):
            key = fr.sample_units(tokens, n=n, seed=seed).key
            w = key["stands_for"] * (key["group"] == "Y")
            found.append((w * key["article_id"].map(value)).sum() / w.sum())
        mine = value[frame.articles["outlet"] == "Y"]
        error = np.std(found) / np.sqrt(len(found))
        assert abs(np.mean(found) - mine.mean()) <= 4 * error


def test_the_order_of_the_articles_does_not_matter() -> None:
    made = corpus()
    turned = fr.Corpus.from_frame(made.articles.iloc[::-1])
    one, two = (fr.sample_units(c, n=7, unit="sentence", seed=3) for c in (made, turned))
    pd.testing.assert_frame_equal(one.key, two.key)
    assert one.sheets == two.sheets


def test_units_lie_where_they_say(example: fr.Corpus) -> None:
    tokens = fr.tokenize(example)
    paragraphs = all_units(tokens, "paragraph")
    for row in paragraphs.head(200).itertuples():
        text = tokens.text_of(row.article_id)[row.char_start : row.char_end]
        assert text.strip() == text
        assert "\n" not in text
    per_article = paragraphs.groupby("article_id")["n_sentences"].sum()
    assert per_article.le(tokens.articles["n_sentences"].reindex(per_article.index)).all()


def test_wrapped_lines_are_no_paragraphs() -> None:
    texts = ["One two three\nfour. Five six seven.\n\nEight nine ten.", "a b c. " * 60 + "\nd e f."]
    frame = pd.DataFrame({"outlet": "X", "text": texts, "article_id": ["wrapped", "long"]})
    units = all_units(fr.tokenize(fr.Corpus.from_frame(frame)), "paragraph")
    assert units["article_id"].value_counts().to_dict() == {"wrapped": 2, "long": 2}


def test_coders_see_neither_outlet_nor_formula(coding: fr.Coding) -> None:
    for text in coding.sheet("ann")["text"]:
        assert "-Post" not in text
        assert text[0] not in "=+-@\t\r"
    assert MASK in coding.sheet("ann")["text"].iloc[0]
    open_ = fr.sample_units(corpus(), n=3, mask=False)
    assert "-Post" in open_.key["text"].iloc[0]


def test_further_names_are_masked() -> None:
    made = fr.sample_units(corpus(), n=3, mask=["Ann Lee"])
    assert not made.key["text"].str.contains("Ann Lee|-Post").any()
    assert made.settings["mask"] == ["Ann Lee"]


def test_texts_without_paragraphs_have_none() -> None:
    frame = pd.DataFrame({"outlet": ["X", "Y"], "text": "Rain fell. It was wet.", "event": "e"})
    with pytest.raises(FramingError, match="without paragraph breaks"):
        fr.sample_units(fr.Corpus.from_frame(frame), unit="paragraph")


def test_a_sentence_is_shown_with_what_stands_beside_it() -> None:
    made = fr.sample_units(corpus(), n=9, unit="sentence", mask=False)
    for row in made.key.itertuples():
        inside = row.text.split("⟦")[1].split("⟧")[0]
        assert inside in " ".join(corpus().articles["text"][row.article_id].split())
        assert len(row.text) > len(inside) + 5


def test_overlap_divides_the_rest() -> None:
    made = fr.sample_units(corpus(), n=13, coders=["a", "b", "c"], overlap=4)
    shared = set.intersection(*(set(numbers) for numbers in made.sheets.values()))
    assert shared == {1, 2, 3, 4}
    assert sorted(n for one in made.sheets.values() for n in set(one) - shared) == list(
        range(5, 14)
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"n": 0}, "n=0"),
        ({"unit": "word"}, "unit='word'"),
        ({"by": "paper"}, "by='paper'"),
        ({"within": "story"}, "within='story'"),
        ({"coders": []}, "coders"),
        ({"coders": ["../a"]}, "coders"),
        ({"coders": ["a", "a"]}, "coders"),
        ({"overlap": -1}, "overlap"),
    ],
)
def test_what_cannot_be_drawn(options: dict[str, object], told: str) -> None:
    with pytest.raises(FramingError, match=told):
        fr.sample_units(corpus(), **options)  # type: ignore[arg-type]


def test_nothing_shared_is_told() -> None:
    lone = corpus(3, "X")
    with pytest.raises(FramingError, match="within=None"):
        fr.sample_units(lone)
    assert len(fr.sample_units(lone, within=None).key) == 3


def test_no_articles() -> None:
    none = fr.Corpus.from_frame(pd.DataFrame({"outlet": [], "text": []}, dtype="str"))
    made = fr.sample_units(none, within=None)
    assert made.key.empty
    assert made.agreement()["alpha"].isna().all()
    assert fr.codes_measure(made.gold(), none).sums.empty


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("spreadsheets", [False, True])
def test_saved_and_read_again(coding: fr.Coding, tmp_path: Path, spreadsheets: bool) -> None:
    made = answered(coding).coded(
        "ann", pd.DataFrame(), pd.Series({1: 'a "note" <b>, 1\n=2', 2: "\N{SNOWMAN}"})
    )
    made.save(tmp_path, spreadsheets=spreadsheets)
    again = fr.read_coding(tmp_path)
    pd.testing.assert_frame_equal(again.key, made.key)
    for coder in made.coders:
        pd.testing.assert_frame_equal(again.written[coder], made.written[coder])
        assert again.notes[coder].tolist() == made.notes[coder].tolist()
    assert again.codebook == made.codebook
    pd.testing.assert_frame_equal(again.agreement(), made.agreement())


def test_sorted_rows_and_semicolons_are_read(coding: fr.Coding, tmp_path: Path) -> None:
    coding = answered(coding)
    coding.save(tmp_path)
    sheet = tmp_path / "sheet-ann.csv"
    table = pd.read_csv(sheet, dtype="str", keep_default_na=False).sort_values("text")
    table.to_csv(sheet, index=False, sep=";", encoding="utf-8-sig")
    again = fr.read_coding(tmp_path)
    pd.testing.assert_frame_equal(again.written["ann"], coding.written["ann"])


def test_the_sheet_changed_last_is_read(coding: fr.Coding, tmp_path: Path) -> None:
    coding.save(tmp_path)
    answered(coding).save_sheet(tmp_path / "sheet-ann.xlsx", "ann")
    progress = fr.read_coding(tmp_path).progress().set_index("coder")
    assert progress["coded"].to_dict() == {"ann": 12, "ben": 0}


def test_sheets_do_not_hold_the_key(coding: fr.Coding, tmp_path: Path) -> None:
    coding.save(tmp_path)
    sheet = (tmp_path / "sheet-ann.csv").read_text(encoding="utf-8-sig")
    assert not any(word in sheet for word in ("X-Post", "article_id", "stands_for", "e0"))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("sheet-ann.csv", "number,text\n1,a\n", "lacks the column 'conflict'"),
        ("sheet-ann.csv", None, "lacks the sheet of 'ann'"),
        ("key.json", None, "cannot be read"),
        ("key.json", "[]", "is damaged"),
        ("key.json", '{"units": []}', "is damaged"),
        ("codebook.yaml", "a: [", "codebook.yaml"),
        ("adjudication.csv", "number,decision\n", "lacks the column 'category'"),
        ("adjudication.csv", "number,category,decision\n1,conflict,maybe\n", "number 1"),
        ("adjudication.csv", "number,category,decision\n99,conflict,1\n", "unit 99"),
    ],
)
def test_broken_files_are_told(
    coding: fr.Coding, tmp_path: Path, name: str, content: str | None, told: str
) -> None:
    coding.save(tmp_path)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(FramingError, match=told):
        fr.read_coding(tmp_path)


def test_a_wrong_code_says_where(coding: fr.Coding, tmp_path: Path) -> None:
    coding.save(tmp_path)
    sheet = tmp_path / "sheet-ann.csv"
    table = pd.read_csv(sheet, dtype="str", keep_default_na=False)
    table.loc[3, "morality"] = "perhaps"
    table.to_csv(sheet, index=False)
    with pytest.raises(FramingError, match=rf"'ann', number {table.loc[3, 'number']}: 'perhaps'"):
        fr.read_coding(tmp_path)


def test_hostile_spreadsheets_are_refused(coding: fr.Coding, tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(FramingError, match="cannot be read"):
        read_xlsx(path)
    for part, told in (
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        ('<a><c r="nowhere"><v>1</v></c></a>', "damaged"),
        ('<a><c r="A1" t="s"><v>7</v></c></a>', "damaged"),
        ('<a><c r="A9999999"><v>1</v></c></a>', "more rows"),
        ("<a><c", "cannot be read"),
    ):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("xl/worksheets/sheet1.xml", part)
        with pytest.raises(FramingError, match=told):
            read_xlsx(path)


def test_long_texts_are_cut_for_spreadsheets_alone(tmp_path: Path) -> None:
    frame = pd.DataFrame({"outlet": ["X"], "text": ["Rain fell. " * 4000]})
    made = fr.sample_units(fr.Corpus.from_frame(frame), within=None, coders="ann")
    made.save_sheet(tmp_path / "a.xlsx", "ann")
    made.save_sheet(tmp_path / "a.csv", "ann")
    cut = read_xlsx(tmp_path / "a.xlsx")["text"].iloc[0]
    assert LONGEST < len(cut) < 32_767
    whole = pd.read_csv(tmp_path / "a.csv")["text"].iloc[0]
    assert whole == made.key["text"].iloc[0]


def test_nothing_in_a_codebook_acts_as_html(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(
        "categories: {a: {question: <script>, definition: '<img src=x>', include: ['<b>']}}"
    )
    fr.sample_units(corpus(), tmp_path / "b.yaml", n=3).save(tmp_path / "c")
    page = (tmp_path / "c" / "codebook.html").read_text(encoding="utf-8")
    assert not any(tag in page for tag in ("<script>", "<img", "<b>&lt;b&gt;"))
    assert "&lt;script&gt;" in page


# --- the notebook --------------------------------------------------------------------------------


def test_coding_goes_on_where_it_stopped(coding: fr.Coding, tmp_path: Path) -> None:
    pytest.importorskip("ipywidgets")
    coding.save(tmp_path)
    first = fr.mark_coding(tmp_path / "sheet-ann.csv")
    assert first.number == 1
    first.code(conflict="yes", morality="?")
    first.note.value = "a note"
    first.save(others=True)
    first.code(conflict=0)
    first.save()
    again = fr.mark_coding(tmp_path / "sheet-ann.csv")
    assert again.number == 2  # begun, and not yet coded
    number = coding.sheets["ann"][0]
    assert again.coding.written["ann"].loc[number].tolist() == ["1", "0", "0", "?", "0"]
    assert again.coding.notes["ann"][number] == "a note"
    assert "application/vnd.jupyter.widget-view+json" in again._repr_mimebundle_()
    with pytest.raises(FramingError, match=r"sheet-ben\.csv"):
        fr.mark_coding(tmp_path / "codebook.csv")


def test_all_scales_have_their_buttons(tmp_path: Path) -> None:
    pytest.importorskip("ipywidgets")
    (tmp_path / "b.yaml").write_text(BOOK)
    fr.sample_units(corpus(), tmp_path / "b.yaml", n=3, coders="ann").save(tmp_path / "c")
    shown = fr.mark_coding(tmp_path / "c" / "sheet-ann.csv")
    shown.code(strife=1, stance="against", heat="3", people="12")
    shown.save()
    written = fr.read_coding(tmp_path / "c").codes.sort_values("category")
    assert written["written"].tolist() == ["3", "12", "against", "1"]
    assert written["code"].tolist() == [3.0, 12.0, 1.0, 1.0]


# --- agreement -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_is_that_of_krippendorff(metric: str, published: float) -> None:
    assert alpha(PUBLISHED, metric) == pytest.approx(published, abs=5e-4)  # type: ignore[arg-type]


@given(
    st.lists(
        st.lists(st.sampled_from([NAN, 0.0, 1.0, 2.0]), min_size=3, max_size=3),
        min_size=2,
        max_size=15,
    ),
    st.sampled_from(["nominal", "interval"]),
)
def test_alpha_is_that_of_nltk(codes: list[list[float]], metric: str) -> None:
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import binary_distance, interval_distance

    table = np.array(codes)
    table = table[np.isfinite(table).sum(axis=1) >= 2]
    if len(np.unique(table[np.isfinite(table)])) < 2:
        assert np.isnan(alpha(np.array(codes), metric))  # type: ignore[arg-type]
        return
    data = [
        (str(coder), str(unit), table[unit, coder])
        for unit, coder in zip(*np.nonzero(np.isfinite(table)), strict=True)
    ]
    distance = binary_distance if metric == "nominal" else interval_distance
    expected = AnnotationTask(data, distance=distance).alpha()
    assert alpha(np.array(codes), metric) == pytest.approx(expected)  # type: ignore[arg-type]


def test_agreement_by_category_and_coder() -> None:
    made = answered(fr.sample_units(corpus(20), n=60, coders=["ann", "ben", "cy"]))
    made = made.coded("cy", 1 - made.written["ann"].astype(int))
    table = made.agreement()
    assert table.groupby("kind")["category"].count().to_dict() == {
        "all": 5,
        "pair": 15,
        "without": 15,
    }
    table = table.set_index(["category", "kind", "coders"])
    both = table.loc[("conflict", "pair", "ann, ben")]
    assert both["alpha"] > 0.5
    assert both["alpha_low"] < both["alpha"] < both["alpha_high"]
    assert table.loc[("conflict", "without", "ann, ben"), "alpha"] == both["alpha"]
    assert table.loc[("conflict", "pair", "ann, cy"), "alpha"] < -0.9
    codes = made.codes.query("category == 'conflict' and coder != 'cy'")
    apart = codes.pivot(index="number", columns="coder", values="code")
    assert both["agreement"] == (apart["ann"] == apart["ben"]).mean()


def test_intervals_hold_what_they_say() -> None:
    """Of 200 samples of 100 units about 95 in 100 hold the alpha of all units."""
    from framing.coding.agreeing import _agreement

    random = np.random.default_rng(5)

    def drawn(n: int) -> np.ndarray:
        truth = random.random(n) < 0.3
        return np.column_stack([truth ^ (random.random(n) < 0.1) for _ in "ab"]).astype(float)

    truth = alpha(drawn(300_000))
    weights = random.exponential(size=(500, 100))
    held = 0
    for _ in range(200):
        found = _agreement(drawn(100), "nominal", np.arange(100), weights)
        held += found["alpha_low"] <= truth <= found["alpha_high"]
    assert 180 <= held <= 198


def test_what_nothing_can_be_said_of(coding: fr.Coding) -> None:
    same = pd.DataFrame(1, coding.key.index, list(coding.categories))
    made = coding.coded("ann", same).coded("ben", same.assign(conflict=[1, 0] * 6))
    made = made.coded("ann", same[["conflict"]].assign(conflict=[1, 0] * 6))
    table = made.agreement().set_index("category")
    assert table.loc["conflict", "alpha"] == 1
    assert 0 < table.loc["conflict", "alpha_low"] < 1  # twelve units may have missed something
    assert "never differ" in table.loc["conflict", "note"]
    assert np.isnan(table.loc["morality", "alpha"])
    assert table.loc["morality", "note"] == "all codes are the same"
    alone = fr.sample_units(corpus(), n=3, coders="ann")
    with pytest.raises(FramingError, match="two coders"):
        alone.agreement()


def test_who_says_yes_more_often() -> None:
    made = answered(fr.sample_units(corpus(20), n=60, coders=["ann", "ben"]))
    made = made.coded("ben", made.written["ben"][["morality"]].assign(morality="1"))
    table = made.tendencies().set_index(["category", "coder"])
    told = table.loc[("morality", "ben")]
    assert told["mean"] == 1
    assert told["difference_low"] > 0
    assert table.loc[("morality", "ann"), "difference"] == -told["difference"]


# --- gold ----------------------------------------------------------------------------------------


def coded_by_three(rows: list[str], decided: str = "") -> fr.Coding:
    made = fr.sample_units(corpus(), n=len(rows), coders=["a", "b", "c"])
    for place, coder in enumerate(made.coders):
        codes = pd.DataFrame({"conflict": [row[place].strip() for row in rows]}, made.key.index)
        made = made.coded(coder, codes)
    if decided:
        made = made.adjudicated(
            pd.DataFrame({"number": [2], "category": ["conflict"], "decision": [decided]})
        )
    return made


def test_gold_by_hand() -> None:
    rows = ["111", "101", "1? ", "0  ", "???", "   "]
    gold = coded_by_three(rows).gold()
    assert gold.how["conflict"].tolist() == ["agreed", "open", "open", "one coder", "unclear", ""]
    assert gold.codes["conflict"].fillna(9).tolist() == [1, 9, 9, 0, 9, 9]
    most = coded_by_three(rows).gold(majority=True)
    assert most.how["conflict"].tolist()[:3] == ["agreed", "majority", "open"]
    assert most.codes["conflict"].iloc[1] == 1
    decided = coded_by_three(rows, "no").gold(majority=True)
    assert decided.how["conflict"].iloc[1] == "adjudicated"
    assert decided.codes["conflict"].iloc[1] == 0
    assert coded_by_three(rows, "?").gold().how["conflict"].iloc[1] == "unclear"
    assert coded_by_three(rows).gold("b").codes["conflict"].fillna(9).tolist() == [1, 0, 9, 9, 9, 9]


def test_disagreements_do_not_say_who() -> None:
    table = coded_by_three(["111", "101", "1? ", "0  ", "???", "   "]).disagreements()
    assert table["codes"].tolist() == ["0 / 1 / 1", "1 / ?", "? / ? / ?"]
    assert table["number"].tolist() == [2, 3, 5]


def test_scales_in_the_gold_set(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(BOOK)
    made = fr.sample_units(corpus(), tmp_path / "b.yaml", n=3, coders=["a"])
    codes = pd.DataFrame(
        {"strife": [1, 0, ""], "stance": ["for", "?", "against"], "heat": [0, 3, 2]},
        index=made.key.index,
    )
    gold = made.coded("a", codes).gold()
    assert gold.codes["stance: for"].fillna(9).tolist() == [1, 9, 0]
    assert gold.scales["stance: for"] == "yes-no"
    assert gold.codes["heat"].tolist() == [0, 3, 2]
    path = gold.save(tmp_path / "gold.csv")
    again = fr.read_gold(path)
    for name in ("units", "codes", "how"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(gold, name))
    assert again.scales == gold.scales
    with pytest.raises(FramingError, match="two measures"):
        fr.codes_measure(gold, corpus())
    assert fr.codes_measure(gold, corpus(), ["heat"]).kind == "score"


def test_tables_made_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("article_id,conflict,morality\nX0,1,\nY1,yes,0\n", encoding="utf-8")
    gold = fr.read_gold(path)
    assert gold.codes.fillna(9).to_numpy().tolist() == [[1, 9], [1, 0]]
    assert gold.how.to_numpy().tolist() == [["given", ""], ["given", "given"]]
    texts = gold.texts(corpus())
    assert texts.iloc[0].startswith("The X-Post")
    path.write_text("article_id,conflict\nX0,maybe\n", encoding="utf-8")
    with pytest.raises(FramingError, match="'maybe'"):
        fr.read_gold(path)
    with pytest.raises(FramingError, match="cannot be read"):
        fr.read_gold(tmp_path / "none.csv")
    with pytest.raises(FramingError, match="lacks the column 'char_start'"):
        fr.Gold.from_frame(pd.DataFrame({"article_id": ["a"]}), unit="sentence")


def test_a_changed_text_is_refused(coding: fr.Coding) -> None:
    gold = answered(coding).gold()
    articles = corpus().articles
    articles["text"] = articles["text"].str.replace("rain", "snow")
    with pytest.raises(FramingError, match="not the one that was coded"):
        fr.codes_measure(gold, fr.Corpus.from_frame(articles))
    with pytest.raises(FramingError, match="not in the corpus"):
        gold.texts(corpus(2))


# --- the measure ---------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["article", "paragraph", "sentence"])
def test_codes_add_up(unit: str) -> None:
    frame = corpus()
    coding = answered(fr.sample_units(frame, n=30, unit=unit, coders=["ann", "ben"]))  # type: ignore[arg-type]
    gold = coding.gold("ann")
    measure = fr.codes_measure(gold, frame)
    weight = gold.units["stands_for"] / gold.units["stands_for"].mean()
    expected = (gold.codes["economic"] * weight).groupby(gold.units["article_id"]).sum()
    sums = measure.sums.query("category == 'economic'").set_index("article_id")
    assert sums["numerator"].to_dict() == pytest.approx(expected.to_dict())
    evidence = measure.evidence.query("category == 'economic'")
    found = evidence.groupby("article_id")["value"].sum()
    assert found.to_dict() == pytest.approx(expected[expected > 0].to_dict())
    tokens = fr.tokenize(frame)
    for row in evidence.itertuples():
        first = tokens.sentence_text(row.article_id, row.sentence)
        text = tokens.text_of(row.article_id)
        assert text[row.char_start : row.char_end].startswith(first)
    if unit == "sentence":
        of_sentences = measure.sentence_sums().query("category == 'economic'")
        assert of_sentences["numerator"].sum() == pytest.approx(expected.sum())
        quoted = {"“It poured,” said Ann Lee.": 2}
        for row in evidence.itertuples():
            text = tokens.text_of(row.article_id)[row.char_start : row.char_end]
            assert row.voice == quoted.get(text, 0)
    levels = fr.compare(measure.select("economic"))
    assert len(levels)


def test_the_examples_frames_by_hand(example: fr.Corpus) -> None:
    measure = fr.codes_measure(fr.Gold.from_labels(example.articles["frames"]), example)
    levels = fr.compare(measure).query("kind == 'level' and category == 'economic'")
    counts = example.articles.groupby("outlet")["frames"].apply(
        lambda said: int(said.fillna("").str.contains("economic").sum())
    )
    assert levels.set_index("outlet")["numerator"].to_dict() == counts.to_dict()


# --- study, charts, commands ---------------------------------------------------------------------


def test_the_examples_sheets_are_of_its_articles(study: fr.Study) -> None:
    coding = study.coding()
    assert coding.progress()["coded"].tolist() == [36, 36]
    texts = coding.gold().texts(study.tokens)  # the texts as they were coded
    assert len(texts) == 36
    codes = coding.written["first"]
    frames = study.corpus.articles["frames"].fillna("").str.split("|")
    for number, row in coding.key.iterrows():
        said = {name for name in codes if codes.loc[number, name] == "1"}
        assert said == set(filter(None, frames[row["article_id"]]))


def test_the_charts(study: fr.Study) -> None:
    made = fr.chart("agreement", study)
    assert set(made.data["kind"]) == {"all", "mean"}
    ax = made.draw()
    assert len(ax.child_axes) == 2
    found = fr.chart("codes", study)
    meridian = found.data.query("outlet == 'Meridian Business' and category == 'economic'")
    assert meridian["estimate"].item() == 1
    behind = found.evidence(outlet="Meridian Business", category="economic")
    assert len(behind) == meridian["numerator"].item()


def test_three_coders_are_drawn() -> None:
    from framing.charts.coders import plot_coders

    made = answered(fr.sample_units(corpus(20), n=60, coders=["ann", "ben", "cy"]))
    made = made.coded("cy", made.written["ann"])
    table = made.agreement().rename(
        columns={"alpha": "estimate", "alpha_low": "conf_low", "alpha_high": "conf_high"}
    )
    axes = plot_coders(table).child_axes[0]
    strokes = [line for line in axes.lines if line.get_marker() == "|"]
    assert len(strokes[0].get_xdata()) == 15


def test_without_codes_there_are_no_charts(study: fr.Study) -> None:
    bare = fr.load_study(study, codes={"folder": None, "column": None})
    for name in ("agreement", "codes"):
        with pytest.raises(LeftOut):
            fr.chart(name, bare)


def test_the_commands(tmp_path: Path) -> None:
    run = CliRunner()
    folder = tmp_path / "codes"
    drawn = ["code", "sample", "corpus/example", str(folder), "--n", "12", "--coder", "ann"]
    made = run.invoke(app, [*drawn, "--coder", "ben", "--xlsx"])
    assert made.exit_code == 0, made.output
    assert (folder / "sheet-ann.xlsx").is_file()
    assert "there already" in run.invoke(app, drawn).output
    coding = answered(fr.read_coding(folder))
    coding.save(folder)
    assert "conflict" in run.invoke(app, ["code", "agree", str(folder)]).output
    assert "difference" in run.invoke(app, ["code", "agree", str(folder), "--tendencies"]).output
    assert "to be decided" in run.invoke(app, ["code", "adjudicate", str(folder)]).output
    sheet = folder / "adjudication.csv"
    table = pd.read_csv(sheet, dtype="str", keep_default_na=False).assign(decision="1")
    table.to_csv(sheet, index=False)
    said = run.invoke(app, ["code", "adjudicate", str(folder)]).output
    assert f"{len(table)} adjudicated" in said
    gold = fr.read_gold(folder / "gold.csv")
    assert gold.codes.notna().all(axis=None)
    assert json.loads((folder / "key.json").read_text())["unit"] == "article"
