"""Features: what was counted stands in for the articles, with the same numbers and no text."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import framing as fr
from framing import recipes
from framing.charts.coverage import plot_coverage
from framing.cli import app
from framing.errors import LeftOut
from framing.features.tables import OPEN, TABLES
from framing.recipes import Recipe

TEXTS = {
    "a1": "The so-called plan failed. “It was a so-called success,” she said. A crisis!",
    "a2": "Rain fell on 3 May. Rain, rain.",
    "b1": "The plan worked. “A so-called,” he said, “plan, not a so-called crisis.”",
    "b2": "“Rain fell, and the quotation never ends in a crisis.",
    "b3": "...",
}


def small(**columns: Any) -> fr.Corpus:
    frame = pd.DataFrame(
        {
            "article_id": list(TEXTS),
            "outlet": [name[0].upper() for name in TEXTS],
            "text": list(TEXTS.values()),
            "event": ["plan", "rain", "plan", "rain", None],
            **columns,
        }
    )
    return fr.Corpus.from_frame(frame)


def exported(folder: Path, corpus: fr.Corpus, settings: str = "") -> tuple[fr.Study, fr.Study]:
    """A study of the corpus, and the study of its features."""
    corpus.save(folder / "corpus.parquet")
    (folder / "study.toml").write_text(f'corpus = "corpus.parquet"\n{settings}', encoding="utf-8")
    study = fr.load_study(folder)
    return study, fr.load_study(fr.export_features(study, folder / "features"))


@pytest.fixture(scope="module")
def example_features(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fr.export_features("example", tmp_path_factory.mktemp("example") / "features")


def assert_same_charts(study: fr.Study, features: fr.Study, apart: tuple[str, ...] = ()) -> int:
    """All charts that features give have the same numbers and words; their number."""
    made = 0
    for name in fr.list_recipes()["recipe"]:
        try:
            other = fr.chart(name, features)
        except LeftOut:
            continue
        one = fr.chart(name, study)
        drop = [column for column in apart if column in one.data]
        pd.testing.assert_frame_equal(
            one.data.drop(columns=drop), other.data.drop(columns=drop), check_exact=True
        )
        assert one.caption == other.caption
        made += 1
    return made


def test_words_are_counted_by_section_and_voice(tmp_path: Path) -> None:
    exported(tmp_path, small(title=["A so-called plan", None, "“Rain” and rain", "Rain", "?"]))
    tokens = pd.read_parquet(tmp_path / "features" / "tokens.parquet")
    counted = tokens.set_index(["article_id", "section", "token"])[["n", "n_own", "n_quoted"]]
    # The fragments of b1 ("he said") have fewer than three words of the outlet's own.
    assert counted.loc[("a1", "body", "so-called")].tolist() == [2, 1, 1]
    assert counted.loc[("b1", "body", "so-called")].tolist() == [2, 0, 2]
    assert counted.loc[("b1", "body", "said")].tolist() == [1, 0, 0]
    assert counted.loc[("b2", "body", "rain")].tolist() == [1, 0, 0]  # its marks do not add up
    assert counted.loc[("a2", "body", "rain")].tolist() == [3, 1, 0]
    assert ("a2", "body", "3") not in counted.index
    assert counted.loc[("b1", "headline", "rain"), "n"] == 2
    sections = pd.read_parquet(tmp_path / "features" / "sections.parquet")
    about = sections.set_index(["article_id", "section"])
    assert about.loc[("a2", "body"), "n_words"] == 7
    assert about.loc[("a2", "headline"), "n_words"] == 0
    assert about.loc[("b3", "body"), "n_words"] == 0
    assert not about.loc[("b2", "body"), "quotes_reliable"]


def test_hits_of_the_lexicon_are_counted_by_pattern(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "categories:\n  doubt:\n    definition: doubt\n    patterns: [so-called, =The plan]\n"
        "  alarm:\n    definition: alarm\n    patterns: [crisis]\n",
        encoding="utf-8",
    )
    settings = '[loaded_terms]\nlexicon = "mine.yaml"\nvoice = "all"\n'
    study, features = exported(tmp_path, small(), settings)
    hits = pd.read_parquet(tmp_path / "features" / "hits.parquet")
    found = hits.set_index(["article_id", "category", "pattern"])[["n", "n_own", "n_quoted"]]
    assert found.loc[("a1", "doubt", 0)].tolist() == [2, 1, 1]
    assert found.loc[("b1", "doubt", 1)].tolist() == [1, 1, 0]
    assert found.loc[("b1", "alarm", 2)].tolist() == [1, 0, 1]
    assert ("a1", "doubt", 1) not in found.index  # "The so-called plan" is no "The plan"
    for voice in ("all", "own", "quoted"):
        one, other = (each.loaded_terms(voice) for each in (study, features))
        np.testing.assert_array_equal(one.numerators, other.numerators)
        np.testing.assert_array_equal(one.denominators, other.denominators)
        assert dict(one.settings) == dict(other.settings)
    with pytest.raises(fr.FramingError, match="lexicon='loaded-news' was not counted when"):
        fr.loaded_terms(fr.read_features(tmp_path / "features"), "loaded-news")


def test_weights_of_patterns_add_up_to_the_last_digit(tmp_path: Path) -> None:
    rows = "category,pattern,weight\ndoubt,rain,0.1\ndoubt,plan,0.7\ndoubt,fell,-0.3\n"
    (tmp_path / "mine.csv").write_text(rows, encoding="utf-8")
    settings = '[loaded_terms]\nlexicon = "mine.csv"\nvoice = "all"\n'
    study, features = exported(tmp_path, small(), settings)
    one, other = study.loaded_terms(), features.loaded_terms()
    assert (one.kind, one.unit) == (other.kind, other.unit) == ("score", "weight per word")
    np.testing.assert_array_equal(one.numerators, other.numerators)
    assert np.isclose(one.numerators[:, 0], [0.7, 0.0, 1.4, -0.2, 0.0]).all()
    assert np.isclose(one.evidence.groupby("article_id")["value"].sum(), [0.7, 0, 1.4, -0.2]).all()


def test_the_charts_of_the_example_are_the_same(study: fr.Study, example_features: Path) -> None:
    features = fr.load_study(example_features)
    assert assert_same_charts(study, features) >= 9
    assert features.outlets == study.outlets
    assert features.origin["fingerprint"] == study.corpus.fingerprint
    assert not features.has_sentences


def test_other_settings_can_be_run_on_features(study: fr.Study, example_features: Path) -> None:
    changed = {"resamples": 99, "seed": 3, "topics": {"k": 5}, "loaded_terms": {"voice": "all"}}
    features = fr.load_study(example_features, **changed)
    assert assert_same_charts(fr.load_study(study, **changed), features) >= 9
    voices = fr.keyness(features.counts, voice="quoted", within=None)
    pd.testing.assert_frame_equal(
        voices, fr.keyness(study.tokens, voice="quoted", within=None), check_exact=True
    )


def test_headlines_can_be_counted(example: fr.Corpus, example_features: Path) -> None:
    study = fr.load_study("example")
    headlines = fr.read_features(example_features, field="title")
    one = fr.loaded_terms(fr.tokenize(study.counted, field="title"))
    other = fr.loaded_terms(headlines)
    assert one.part == other.part == "headline"
    pd.testing.assert_frame_equal(one.sums, other.sums, check_exact=True)


def test_kept_copies_stay_copies(tmp_path: Path) -> None:
    study, features = exported(tmp_path, fr.example(), '[copies]\ncounting = "keep"\n')
    pd.testing.assert_frame_equal(
        features.counted.articles[["copy_group"]], study.counted.articles[["copy_group"]]
    )
    assert features.counted.articles["copy_group"].notna().any()
    assert assert_same_charts(study, features) >= 9


def test_events_without_a_name_are_known_by_words(tmp_path: Path) -> None:
    corpus = fr.example()
    unnamed = corpus.articles.drop(columns="event")
    study, features = exported(tmp_path, fr.Corpus.from_frame(unnamed.reset_index()))
    assert assert_same_charts(study, features, apart=("label",)) >= 9
    labels = fr.chart("events", features).data["label"]
    assert labels.str.count(" · ").eq(2).all()
    titles = set(corpus.articles["title"])
    assert not any(title in label for title in titles for label in labels)


def test_one_article_an_outlet_keeps_its_intervals(tmp_path: Path) -> None:
    articles = fr.example().articles
    articles = articles[articles["event"] == articles["event"].iloc[0]]
    articles = articles.drop_duplicates("outlet")
    study, features = exported(tmp_path, fr.Corpus.from_frame(articles.reset_index()))
    assert assert_same_charts(study, features) >= 9
    assert fr.chart("sentiment", features).data["conf_low"].notna().any()
    other = fr.load_study(features, topics={"k": 3})
    assert fr.chart("topics", other).data["conf_low"].isna().all()  # not kept for these topics


@pytest.mark.parametrize("kept", [[], ["b3"], ["a1"], ["a1", "a2"], ["b2", "b3"]])
def test_odd_corpora(tmp_path: Path, kept: list[str]) -> None:
    study, features = exported(tmp_path, small().filter(lambda frame: frame.index.isin(kept)))
    assert assert_same_charts(study, features) >= 9
    assert len(features.counted) == len(kept)


def test_no_text_is_in_the_files(example: fr.Corpus, example_features: Path) -> None:
    held = b"".join(file.read_bytes() for file in example_features.iterdir())
    columns = {name for name in TABLES for name in pd.read_parquet(example_features / name)}
    assert not columns & {"text", "title", "subtitle"}
    values = [
        value
        for name in TABLES
        for _, column in pd.read_parquet(example_features / name).items()
        if not pd.api.types.is_numeric_dtype(column)
        for value in column.dropna().astype(str).unique()
    ]
    for article in example.articles.itertuples():
        first = " ".join(article.text.split()[:3])
        assert first.encode() not in held
        assert not any(first in value for value in values)
        assert article.title not in values
    assert max(map(len, values)) <= 60


def test_only_labels_are_kept_of_the_metadata(tmp_path: Path) -> None:
    n = len(TEXTS)
    corpus = small(
        desk=["economy|politics of the northern counties|health"] * n,
        teaser=["The plan that was to save the harbour has failed once more."] * n,
        subtitle=["Short"] * n,
        author=["Ann Lee, Bo Li and many others who have all worked on this report"] * n,
        counted=["yes"] * n,
        length=range(n),
    )
    _, features = exported(tmp_path, corpus)
    kept = features.corpus.articles.columns.tolist()
    assert {"desk", "author", "length", "event"} <= set(kept)
    left_out = json.loads((tmp_path / "features" / "features.json").read_text())["left_out"]
    assert left_out == ["text", "teaser", "subtitle", "counted"]


def test_the_same_study_gives_the_same_bytes(tmp_path: Path, example_features: Path) -> None:
    again = fr.export_features("example", tmp_path / "again")
    made = [file for file in sorted(example_features.iterdir()) if file.is_file()]
    assert len(made) > 3
    for file in made:  # a run may have left its cache beside them
        assert file.read_bytes() == (again / file.name).read_bytes(), file.name


def test_what_needs_sentences_says_so(example_features: Path) -> None:
    features = fr.load_study(example_features)
    counts = fr.read_features(example_features)
    asked = [
        lambda: features.tokens,
        lambda: features.loaded_terms().evidence,
        lambda: features.sentiment().evidence,
        lambda: features.topics().sentences(0),
        lambda: fr.chart("loaded-terms", features).evidence(),
        lambda: fr.load_study(features, sentiment={"lexicon": "mine.txt"}).sentiment(),
    ]
    for ask in asked:
        with pytest.raises(fr.FramingError, match="sentences"):
            ask()
    with pytest.raises(fr.FramingError, match="corpus is a Features; give a Corpus"):
        fr.sentiment(counts)
    with pytest.raises(fr.FramingError, match="field='text' is not a column of the corpus"):
        fr.tokenize(features.counted)


def test_a_run_leaves_out_what_needs_sentences(
    example_features: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reader(study: fr.Study) -> fr.Chart:
        return fr.Chart("reader", "", "", "", "", study.tokens.articles, plot_coverage)

    wanted = {name: recipes.RECIPES[name] for name in ("coverage",)}
    monkeypatch.setattr("framing.batch.RECIPES", {"reader": Recipe("reader", "", reader), **wanted})
    monkeypatch.setitem(recipes.RECIPES, "reader", Recipe("reader", "", reader))
    told: dict[str, str] = {}
    made = fr.run(example_features, tmp_path / "out", jobs=1, told=told.__setitem__)
    assert told == {
        "reader": "left out: the sentences are not in the features, which hold counts alone; ask "
        "the corpus from which they were made.",
        "coverage": "made",
    }
    assert [path.name for path in made][:2] == ["index.html", "coverage.svg"]
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "evidence(" not in page
    assert "made from counts alone" in page
    with pytest.raises(fr.FramingError, match="sentences"):
        fr.run(example_features, tmp_path / "out", jobs=1, only="reader")


def test_a_study_beside_features_names_them(example_features: Path, tmp_path: Path) -> None:
    written = f'corpus = "{example_features}"\n[topics]\nk = 4\n'
    (tmp_path / "study.toml").write_text(written, encoding="utf-8")
    study = fr.load_study(tmp_path)
    assert len(fr.chart("topic-words", study).data["topic"].unique()) == 4
    (tmp_path / "study.toml").write_text(written + '[copies]\ncounting = "keep"\n', "utf-8")
    with pytest.raises(fr.FramingError, match=r"copies\.counting = 'keep' was 'drop' when"):
        fr.load_study(tmp_path)


def test_settings_come_through_toml(tmp_path: Path) -> None:
    settings = (
        'title = "Quotes \\" and \\\\ and …"\n[outlets]\norder = ["B", "A"]\n'
        "[compare]\nresamples = 50\n[[compare.primary]]\n"
        'measure = "loaded terms"\noutlet = "A"\ncategory = "alarm"\n'
    )
    study, features = exported(tmp_path, small(), settings)
    kept = {"corpus": ".", "columns": {}}
    assert features.settings.model_dump() == {**study.settings.model_dump(), **kept}


def test_the_command_exports_and_runs(tmp_path: Path) -> None:
    runner = CliRunner()
    features = tmp_path / "features"
    done = runner.invoke(app, ["corpus", "export", "corpus/example", "--features", str(features)])
    assert (done.exit_code, done.stdout.strip()) == (0, str(features)), done.output
    ran = [
        "run",
        str(features),
        "--out",
        str(tmp_path / "out"),
        "--only",
        "coverage",
        "--jobs",
        "1",
    ]
    assert runner.invoke(app, ran).exit_code == 0
    assert (tmp_path / "out" / "coverage.svg").is_file()
    again = runner.invoke(
        app, ["corpus", "export", str(features), "--features", str(tmp_path / "x")]
    )
    assert again.exit_code == 2
    assert "the sentences are not in the features" in again.stderr


def test_nothing_else_is_overwritten(tmp_path: Path) -> None:
    mine = tmp_path / "articles.parquet"
    mine.write_bytes(b"mine")
    with pytest.raises(fr.FramingError, match="holds something else than features"):
        fr.export_features("example", tmp_path)
    assert mine.read_bytes() == b"mine"


# --- untrusted files -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small_features(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    exported(folder, small())
    return folder / "features"


@pytest.fixture
def folder(small_features: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_features, tmp_path / "features"))


def replaced(folder: Path, name: str, change: Any) -> None:
    """Change a table, and make features.json tell of it."""
    table = change(pq.read_table(folder / name))
    pq.write_table(table, folder / name)
    about = json.loads((folder / "features.json").read_text(encoding="utf-8"))
    about["files"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "features.json").write_text(json.dumps(about), encoding="utf-8")


def with_column(name: str, values: Any) -> Any:
    def change(table: pa.Table) -> pa.Table:
        place = table.column_names.index(name)
        column = values(table[name].to_pylist()) if callable(values) else values
        return table.set_column(place, name, pa.array(column))

    return change


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_that_was_changed_is_refused(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-9] + b"x" + content[-8:])
    with pytest.raises(fr.FramingError, match=r"is not the file that features\.json tells of"):
        fr.read_features(folder)
    (folder / name).unlink()
    with pytest.raises(fr.FramingError, match=f"{name} is missing"):
        fr.read_features(folder)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_columns_must_be_there_and_of_their_kind(folder: Path, name: str) -> None:
    for column in TABLES[name]:
        kept = {file.name: file.read_bytes() for file in folder.iterdir()}
        odd = pa.array([[1]] * pq.read_metadata(folder / name).num_rows, pa.list_(pa.int64()))
        changes = [
            (lambda table, column=column: table.drop_columns([column]), "lacks the column"),
            (
                lambda table, column=column, odd=odd: table.set_column(
                    table.column_names.index(column), column, odd
                ),
                f"the column '{column}' is list",
            ),
        ]
        for change, told in changes:
            replaced(folder, name, change)
            with pytest.raises(fr.FramingError, match=told):
                fr.read_features(folder)
            for file, content in kept.items():
                (folder / file).write_bytes(content)
    if name not in OPEN:
        replaced(folder, name, lambda table: table.append_column("x", [[1] * len(table)]))
        with pytest.raises(fr.FramingError, match="has the column 'x', which it should not"):
            fr.read_features(folder)


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("tokens.parquet", with_column("n", lambda old: [-1] * len(old)), "a number below 0"),
        ("tokens.parquet", with_column("n", lambda old: [0] * len(old)), "counts that cannot be"),
        ("tokens.parquet", with_column("n_own", lambda old: [99] * len(old)), "cannot be"),
        ("tokens.parquet", with_column("n", lambda old: [2**40] * len(old)), "cannot be"),
        ("tokens.parquet", with_column("token", lambda old: ["x"] * len(old)), "a row twice"),
        ("tokens.parquet", with_column("token", lambda old: [None, *old[1:]]), "values missing"),
        ("tokens.parquet", with_column("article_id", lambda old: ["?"] * len(old)), "names '\\?'"),
        ("tokens.parquet", with_column("section", lambda old: ["foot"] * len(old)), "names 'foot'"),
        ("hits.parquet", with_column("category", lambda old: ["?"] * len(old)), "names '\\?'"),
        ("hits.parquet", with_column("weight", lambda old: [np.inf] * len(old)), "not finite"),
        ("sections.parquet", lambda table: table.slice(1), "must have one row for each article"),
        ("measures.parquet", with_column("category", lambda old: ["?"] * len(old)), "names '\\?'"),
        ("measures.parquet", with_column("denominator", lambda old: [-1.0] * len(old)), "negative"),
        ("articles.parquet", with_column("article_id", lambda old: ["a"] * len(old)), "twice"),
        (
            "articles.parquet",
            lambda table: table.append_column("date", [["soon"] * len(table)]),
            "the column 'date' is string, not dates",
        ),
    ],
)
def test_tables_must_make_sense(folder: Path, name: str, change: Any, told: str) -> None:
    def measure() -> None:
        study = fr.load_study(folder)
        study.sentiment()
        study.loaded_terms()

    measure()
    replaced(folder, name, change)
    with pytest.raises(fr.FramingError, match=told):
        measure()


def test_a_table_that_claims_too_much_is_not_unpacked(folder: Path) -> None:
    replaced(folder, "copies.parquet", lambda _: pa.table({"article_id": ["x" * 9] * 3_000_000}))
    with pytest.raises(fr.FramingError, match="which is not believed"):
        fr.read_features(folder)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "is not as it should be, at all of it"),
        (b'{"version": 2}', "has version 2; this program reads version 1"),
        (b'{"version": 1}', "is not as it should be, at format"),
    ],
)
def test_what_features_json_says_is_checked(folder: Path, content: bytes, told: str) -> None:
    (folder / "features.json").write_bytes(content)
    with pytest.raises(fr.FramingError, match=told):
        fr.load_study(folder)
    (folder / "features.json").unlink()
    with pytest.raises(fr.FramingError, match=r"has no features\.json"):
        fr.read_features(folder)


def test_real_news_comes_out_the_same_and_small(news2017_folder: Path, tmp_path: Path) -> None:
    study = fr.load_study(news2017_folder, resamples=200)
    folder = fr.export_features(study, tmp_path / "features")
    assert sum(file.stat().st_size for file in folder.iterdir()) < 5_000_000
    features = fr.load_study(folder, resamples=200)
    assert assert_same_charts(study, features, apart=("label",)) >= 9
