"""The notebooks run from a clean kernel on any study, and are stored without outputs."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from matplotlib import pyplot
from typer.testing import CliRunner

import framing as fr
from framing.cli import app
from framing.notebooks import execute, readable

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)

SMALL = {
    "outlet": ["First", "Second", "Third"],
    "text": [
        "The council claimed a great victory. Furious residents warned of a crisis. “We are "
        "ruined,” said Ada Quill, a baker. The bridge will close on Monday. Boats must wait.",
        "Councillors voted to close the bridge. A landmark repair is planned. The mayor said "
        "that traffic would be sent round. The work costs 3 million. It may take a year.",
        "The bridge over the Tol is to be shut. So-called experts found cracks in it. Nobody was "
        "hurt. Shops fear for their trade. The council meets again in March.",
    ],
}


def test_they_are_numbered() -> None:
    numbers = [path.stem[:2] for path in NOTEBOOKS]
    assert numbers == [f"{number:02d}" for number in range(1, len(NOTEBOOKS) + 1)]


@each
def test_stored_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert "version" not in notebook.metadata.language_info
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags"}
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@each
def test_the_study_is_a_parameter(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    (cell,) = tagged
    assert cell.source == 'study = "../corpus/example"\nresamples = 2000'
    assert (path.parent / "../corpus/example/study.toml").is_file()


@each
def test_no_outlet_or_event_is_named(path: Path, example: fr.Corpus) -> None:
    text = path.read_text(encoding="utf-8")
    for column in ("outlet", "event"):
        assert not [name for name in example.articles[column].unique() if name in text]


def test_every_recipe_is_explained() -> None:
    shown: set[str] = set()
    for path in NOTEBOOKS:
        cells = nbformat.read(path, as_version=4).cells
        for cell, following in zip(cells, [*cells[1:], None], strict=True):
            told = following.source if following is not None else ""
            if "**How to read it.**" in told and "**What it does not show.**" in told:
                shown.update(re.findall(r'fr\.chart\("([\w-]+)", study\)', cell.source))
    assert shown == set(fr.list_recipes()["recipe"])


class Loaded(HTMLParser):
    """What a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "img", "link", "iframe"):
            self.found += [given[key] or "" for key in ("src", "href") if key in given]


@pytest.mark.slow
@each
def test_runs_on_the_example(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    page = execute(path, ROOT / "corpus" / "example", 99, tmp_path)
    assert path.read_bytes() == before
    assert page == tmp_path / f"{path.stem}.html"
    text = page.read_text(encoding="utf-8")
    assert "resamples" in text
    assert "The Harbour Ledger" in text
    assert 'src="data:image/png' in text
    loaded = Loaded()
    loaded.feed(text)
    fetched = [address for address in loaded.found if not address.startswith("data:")]
    assert [address[:40] for address in fetched if address] == []


@pytest.mark.parametrize(
    ("path", "shared_event"),
    [*((path, True) for path in NOTEBOOKS), (NOTEBOOKS[3], False), (NOTEBOOKS[5], False)],
    ids=lambda value: getattr(value, "stem", "shared" if value is True else "apart"),
)
def test_runs_on_one_article_an_outlet_without_dates(
    path: Path, shared_event: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pd.DataFrame(SMALL)
    if shared_event:
        frame = frame.assign(event="bridge")
    frame.to_csv(tmp_path / "news.csv", index=False)
    monkeypatch.chdir(path.parent)
    names: dict[str, Any] = {"__name__": "notebook"}
    for cell in nbformat.read(path, as_version=4).cells:
        if "parameters" in cell.metadata.get("tags", []):
            names.update(study=str(tmp_path / "news.csv"), resamples=20)
        elif cell.cell_type == "code":
            run_and_show(cell.source, names)
    pyplot.close("all")


def run_and_show(source: str, names: dict[str, Any]) -> None:
    """Run a cell in this process and make what the notebook would show of its last line."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
        for form in ("_repr_html_", "_repr_png_"):
            if hasattr(value, form):
                assert getattr(value, form)() is not None


def stored(folder: Path, *sources: str) -> Path:
    v4 = nbformat.v4
    cells = [v4.new_code_cell(source) for source in sources]
    cells[0].metadata["tags"] = ["parameters"]
    path = folder / "made.ipynb"
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


def test_a_failing_cell_is_told(tmp_path: Path) -> None:
    path = stored(tmp_path, 'study = ""', "1 / 0")
    with pytest.raises(fr.FramingError, match=r"made.ipynb: a cell failed with ZeroDivisionError"):
        execute(path, "example", 20, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_notebook_needs_its_tag(tmp_path: Path) -> None:
    path = stored(tmp_path, 'study = ""')
    notebook = nbformat.read(path, as_version=4)
    del notebook.cells[0].metadata["tags"]
    nbformat.write(notebook, path)
    with pytest.raises(fr.FramingError, match="0 cells tagged 'parameters'"):
        execute(path, "example", 20, tmp_path)


def test_the_extra_is_named_where_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stored(tmp_path, 'study = ""')
    monkeypatch.setitem(__import__("sys").modules, "nbclient", None)
    with pytest.raises(fr.FramingError, match=r"pip install 'media-framing\[notebooks\]'"):
        execute(path, "example", 20, tmp_path)


def test_the_command(tmp_path: Path) -> None:
    path = stored(tmp_path, 'study = ""', "print(study, resamples)")
    done = CliRunner().invoke(
        app, ["notebooks", str(tmp_path), "example", "--out", str(tmp_path), "--resamples", "7"]
    )
    assert done.exit_code == 0, done.output
    assert "1 of 1: made.ipynb" in done.output
    assert "example 7" in (tmp_path / f"{path.stem}.html").read_text(encoding="utf-8")
    missing = CliRunner().invoke(app, ["notebooks", str(tmp_path / "none.ipynb"), "example"])
    assert missing.exit_code == 2
    assert "is not a notebook" in missing.output


def test_readable_tables_escape_and_keep_words_whole() -> None:
    table = pd.DataFrame(
        {"text": ["<script>alert(1)</script>" + "x" * 300], "value": [1 / 3], "day": ["2025-01-02"]}
    ).astype({"day": "datetime64[s]"})
    shown = readable(table)._repr_html_()
    assert "<script>" not in shown
    assert "x" * 300 in shown
    assert ">0.333<" in shown
    assert ">2025-01-02<" in shown


def test_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert blocks
    monkeypatch.chdir(tmp_path)
    pd.DataFrame(SMALL).rename(columns={"outlet": "newspaper", "text": "body"}).to_csv(
        "articles.csv", index=False
    )
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)


def test_the_readme_points_to_what_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
