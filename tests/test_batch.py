"""The batch job: every recipe, whole files, resumed, checked; and the command line."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import framing as fr
from framing import batch
from framing.cli import app
from framing.errors import LeftOut
from framing.recipes import RECIPES

SUFFIXES = (".svg", ".png", ".csv", ".json")


@pytest.fixture(scope="module")
def few() -> fr.Study:
    return fr.load_study("example", resamples=99)


@pytest.fixture(scope="module")
def made(few: fr.Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    fr.run(few, folder, jobs=1)
    return folder


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))


def test_every_recipe_leaves_its_files(made: Path) -> None:
    for name in RECIPES:
        for suffix in SUFFIXES:
            assert (made / f"{name}{suffix}").stat().st_size > 0
    assert not list(made.glob(".*"))


def test_every_chart_is_described(made: Path) -> None:
    for name in RECIPES:
        said = json.loads((made / f"{name}.json").read_text(encoding="utf-8"))
        assert len(said["alt"]) > 30
        assert said["title"]
        assert len(said["corpus"]["fingerprint"]) == 64
        assert said["settings"]["compare"]["resamples"] == 99
        assert "pandas" in said["versions"]


@pytest.mark.parametrize("name", ["sentiment", "sentiment-events", "loaded-terms"])
def test_numbers_lead_back_to_sentences(few: fr.Study, name: str) -> None:
    chart = fr.chart(name, few)
    table = chart.data.dropna(subset=["numerator"])
    keys = [key for key in ("outlet", "event", "voice", "category") if key in table]
    for row in table.sample(min(len(table), 6), random_state=0).to_dict("records"):
        where = {key: row[key] for key in keys}
        behind = chart.evidence(**where)
        assert behind["value"].sum() == pytest.approx(row["numerator"], abs=1e-9)
        texts = few.corpus.articles["text"]
        for span in behind.head(3).itertuples():
            assert span.hit == texts[span.article_id][span.char_start : span.char_end]
            assert span.hit in span.sentence_text


def test_evidence_says_what_it_does_not_know(few: fr.Study) -> None:
    chart = fr.chart("loaded-terms", few)
    with pytest.raises(fr.FramingError, match="outlet='BBC' is not in the corpus"):
        chart.evidence(outlet="BBC")
    with pytest.raises(fr.FramingError, match="the column 'colour' is not known"):
        chart.evidence(colour="red")
    with pytest.raises(fr.FramingError, match="draws no exact measure"):
        fr.chart("coverage", few).evidence()


def test_a_second_run_makes_nothing_anew(few: fr.Study, tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    only = ["coverage", "events"]
    fr.run(few, tmp_path / "out", jobs=1, only="coverage")
    fr.run(few, tmp_path / "out", jobs=1, only=[*only, *only])
    (tmp_path / "out" / "events.csv").unlink()
    fr.run(few, tmp_path / "out", jobs=1, only=only, told=lambda *said: told.append(said))
    assert told == [("coverage", "unchanged"), ("events", "making"), ("events", "made")]
    other = fr.load_study("example", resamples=98)
    told.clear()
    fr.run(other, tmp_path / "out", jobs=1, only=only, told=lambda *said: told.append(said))
    assert ("coverage", "made") in told


def test_a_file_that_the_settings_name_and_that_has_changed_makes_all_anew(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("outlet,text\nA,Rain fell.\nB,It rained.\n")
    lexicon = tmp_path / "mine.yaml"
    told: list[str] = []
    for words in ("rain", "rain", "fell"):
        lexicon.write_text(f"name: mine\ncategories:\n  weather: [{words}]\n")
        study = fr.load_study(tmp_path, loaded_terms={"lexicon": "mine.yaml"})
        fr.run(study, tmp_path / "out", 1, only="coverage", told=lambda *said: told.append(said[1]))
    assert told == ["making", "made", "unchanged", "making", "made"]


def test_what_another_study_has_written_since_is_made_anew(few: fr.Study, tmp_path: Path) -> None:
    other = fr.load_study("example", outlets={"order": ["Evening Observer"]})
    told: list[tuple[str, str]] = []
    for study in (few, other, few, few):
        fr.run(study, tmp_path, 1, only="coverage", told=lambda *said: told.append(said))
    assert [what for _, what in told] == ["making", "made"] * 3 + ["unchanged"]


def test_checking_leaves_nothing_behind(few: fr.Study, tmp_path: Path) -> None:
    fr.run(few, tmp_path / "out", 1, only="coverage")
    before = sorted(tmp_path.rglob("*"))
    assert batch.check(few, tmp_path / "out", 1, only="coverage") == []
    assert sorted(tmp_path.rglob("*")) == before


def test_an_interrupted_run_goes_on(
    few: fr.Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(study: fr.Study) -> None:
        raise KeyboardInterrupt

    recipe = RECIPES["events"]
    monkeypatch.setitem(RECIPES, "events", type(recipe)("events", "?", interrupted))
    with pytest.raises(KeyboardInterrupt):
        fr.run(few, tmp_path, jobs=1, only=["coverage", "events"])
    assert sorted(path.suffix for path in tmp_path.glob("coverage.*")) == sorted(SUFFIXES)
    monkeypatch.setitem(RECIPES, "events", recipe)
    told = []
    fr.run(few, tmp_path, jobs=1, only=["coverage", "events"], told=lambda *s: told.append(s))
    assert ("coverage", "unchanged") in told


def test_workers_make_the_same_files(few: fr.Study, made: Path, tmp_path: Path) -> None:
    only = ["coverage", "sentiment"]
    fr.run(few, tmp_path / "two", jobs=2, only=only)
    for name in only:
        for suffix in SUFFIXES:
            one, two = made / f"{name}{suffix}", tmp_path / "two" / f"{name}{suffix}"
            assert one.read_bytes() == two.read_bytes()


def test_check_tells_what_changed(few: fr.Study, tmp_path: Path) -> None:
    only = ["coverage", "sentiment"]
    fr.run(few, tmp_path / "out", jobs=1, only=only)
    assert batch.check(few, tmp_path / "out", 1, only=only) == []
    table = pd.read_csv(tmp_path / "out" / "sentiment.csv")
    table["estimate"] += 1e-9
    table.to_csv(tmp_path / "out" / "sentiment.csv", index=False)
    assert batch.check(few, tmp_path / "out", 1, only=only) == []
    table.loc[0, "estimate"] += 0.01
    table.to_csv(tmp_path / "out" / "sentiment.csv", index=False)
    svg = tmp_path / "out" / "coverage.svg"
    svg.write_text(svg.read_text(encoding="utf-8").replace("Daily Clarion", "Daily Planet"))
    (tmp_path / "out" / "coverage.json").unlink()
    found = batch.check(few, tmp_path / "out", 1, only=only)
    assert [sentence.split(":")[0].split(" ")[0] for sentence in found] == [
        "coverage.svg",
        "coverage.json",
        "sentiment.csv",
    ]


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.images = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.found += [values[key] or "" for key in ("href", "src") if key in values]
        if tag == "img":
            assert values["alt"]
            self.images += 1


def test_the_page_needs_no_network(made: Path) -> None:
    page = (made / "index.html").read_text(encoding="utf-8")
    links = Links()
    links.feed(page)
    assert links.images == len(RECIPES)
    assert not [link for link in links.found if "//" in link or link.startswith("data:")]
    for link in links.found:
        if not link.startswith("#"):
            assert (made / link).is_file()


def test_the_page_escapes_what_articles_say(tmp_path: Path) -> None:
    bad = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    frame = pd.DataFrame(
        {
            "outlet": ["A", bad, "A", bad],
            "text": [f"{bad} rain fell on the quay in Tolby."] * 4,
            "title": [bad] * 4,
            "date": "2025-01-01",
            "event": [bad, bad, "b", "b"],
        }
    )
    frame.to_csv(tmp_path / "news.csv", index=False)
    only = ["coverage", "events", "sentiment"]
    fr.run(
        fr.load_study(tmp_path / "news.csv", copies={"counting": "keep"}),
        tmp_path / "out",
        1,
        only=only,
    )
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<img src=x" not in page
    svg = (tmp_path / "out" / "coverage.svg").read_text(encoding="utf-8")
    assert "<script" not in svg


@pytest.mark.parametrize(
    "articles",
    [
        {"outlet": [], "text": []},
        {"outlet": ["A"], "text": ["Rain fell on the quay."]},
        {"outlet": ["A"] * 3, "text": ["Rain fell.", "Snow fell on Tolby.", "!!!"]},
        {"outlet": ["A", "B"], "text": ["雨が降った。", "हवा चली।"]},
        {"outlet": ["A", "B"], "text": ["...", "???"], "event": ["x", "x"]},
        {"outlet": ["A", "B"], "text": ["Rain fell.", "It rained."], "date": [None, "2025-01-01"]},
    ],
    ids=["none", "one", "one outlet", "other scripts", "no words", "a date missing"],
)
def test_every_recipe_is_defined_on_small_corpora(
    tmp_path: Path, articles: dict[str, list[str]]
) -> None:
    pd.DataFrame(articles).to_csv(tmp_path / "news.csv", index=False)
    study = fr.load_study(tmp_path / "news.csv", resamples=20)
    for name in RECIPES:
        try:
            chart = fr.chart(name, study)
        except LeftOut:  # for want of titles or of a setting
            continue
        assert list(chart.data.columns)
        chart.draw()
    fr.run(study, tmp_path / "out", 1, only=["coverage", "loaded-terms"])


def test_the_command_makes_a_study_that_runs(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    runner = CliRunner()
    assert runner.invoke(app, ["new", str(folder)]).exit_code == 0
    done = runner.invoke(app, ["run", str(folder), "--only", "coverage", "--jobs", "1"])
    assert done.exit_code == 0, done.output
    assert (folder / "figures" / "index.html").is_file()
    checked = runner.invoke(
        app, ["run", str(folder), "--only", "coverage", "--jobs", "1", "--check"]
    )
    assert checked.exit_code == 0
    assert "is current" in checked.output
    again = runner.invoke(app, ["new", str(folder)])
    assert again.exit_code == 2
    assert "is not empty" in again.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "nowhere"], "is neither a study nor a corpus"),
        (["run", "example", "--only", "pie"], "only='pie' is not known"),
        (["corpus", "get", "reuters", "x"], "'reuters' is not known"),
        (["lexicon", "show", "nothing"], "nothing"),
        (["new", f"{__file__}/study"], "Not a directory; give another path"),
    ],
)
def test_the_command_says_what_is_wrong(words: list[str], told: str) -> None:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert told in done.output
    assert "Traceback" not in done.output


def test_the_command_lists_what_there_is() -> None:
    runner = CliRunner()
    recipes = runner.invoke(app, ["recipes"]).output
    assert all(name in recipes for name in fr.list_recipes()["recipe"])
    assert "loaded-news" in runner.invoke(app, ["lexicon", "list"]).output
    assert "hedges" in runner.invoke(app, ["lexicon", "show", "loaded-news"]).output
    folder = str(Path(fr.__file__).parent.parent / "corpus" / "example")
    assert "72 articles" in runner.invoke(app, ["corpus", "check", folder]).output
    for command in (["run"], ["new"], ["recipes"], ["corpus", "get"], ["lexicon", "show"]):
        assert "Example" in runner.invoke(app, [*command, "--help"]).output


def test_levels_in_charts_are_ratios_of_their_sums(few: fr.Study) -> None:
    for name in ("sentiment", "loaded-terms", "topics"):
        table = fr.chart(name, few).data
        np.testing.assert_allclose(table["estimate"], table["numerator"] / table["denominator"])


def test_what_cannot_be_made_does_not_keep_the_rest_from_being_made(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("outlet,text\nA,Rain fell.\nB,It rained.\n")
    told: list[tuple[str, str]] = []
    with pytest.raises(fr.FramingError, match="names no term"):
        fr.run(
            tmp_path,
            tmp_path / "out",
            1,
            only=["collocations", "coverage"],
            told=lambda *said: told.append(said),
        )
    assert ("coverage", "made") in told
    assert (tmp_path / "out" / "coverage.svg").is_file()
    assert (tmp_path / "out" / "index.html").is_file()
