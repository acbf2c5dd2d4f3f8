"""The `framing` command."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.audit import audit_app
from framing.cli.code import code_app
from framing.cli.corpus import corpus_app
from framing.cli.shown import progress, sentences
from framing.cli.train import train as train
from framing.errors import FramingError

app = typer.Typer(
    name="framing",
    help="Compare how news outlets frame the same events.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
lexicon_app = typer.Typer(help="List and read lexicons.", no_args_is_help=True)
app.add_typer(audit_app, name="audit")
app.add_typer(code_app, name="code")
app.add_typer(corpus_app, name="corpus")
app.add_typer(lexicon_app, name="lexicon")

StudyPath = Annotated[Path, typer.Argument(help="A study.toml, its folder, or a corpus.")]
Only = Annotated[list[str] | None, typer.Option(help="Make this recipe; may be repeated.")]
Jobs = Annotated[int | None, typer.Option(help="Worker processes that draw.", min=1)]


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
    with sentences():
        from framing import batch
        from framing.recipes import RECIPES
        from framing.study import load_study

        loaded = load_study(study)
        folder = out or batch.default_folder(loaded)
        names = only or []
        with progress(len(names or loaded.settings.figures or RECIPES)) as told:
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


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")]) -> None:
    """Lay out a study that runs at once, with the example's articles to be replaced.

    Example: framing new my-study && framing run my-study
    """
    with sentences():
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

# genres = ["news"]     # keep articles of these genres alone

# [columns]             # how your columns are called, if not so
# outlet = "source"
# text = "body"

# [outlets]
# order = ["First", "Second"]     # from top to bottom
# reference = "First"             # compare with this outlet and not with the rest
# table = "outlets.csv"           # a row an outlet: its lean, its country

[cleaning]
apply = true            # take furniture, credits and damaged characters out of the texts first

[events]
align = "auto"          # find which articles report the same event, where none is given
window_days = 7
follow_ups = "separate" # or "one": a running story is one event
# close_up = "event-0001"         # the event to show by itself

[copies]
counting = "drop"       # exact and near reprints: the first counts; or "weight", "keep"
paraphrases = false     # true: paraphrased copies too

[sentiment]
lexicon = "vader"       # or a file of words and scores beside this file

[loaded_terms]
lexicon = "loaded-news" # or a lexicon of your own beside this file
voice = "auto"          # the outlets' own words where quotation marks allow; or "own", "all"

# [agency.groups]                 # draw how often these act and are acted upon
# police = ["police", "officer*"]

# [collocations]
# term = "reform*"                # draw what stands near this word or phrase

# [codes]
# folder = "coding"               # sheets of those who code: framing code sample

[topics]
method = "nmf"          # or "lda"
# k = 12
# search = [5, 10, 20, 40]        # draw what these numbers of topics give, before you choose

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
    with sentences():
        from framing.notebooks import execute

        found = sorted(folder.glob("*.ipynb")) if folder.is_dir() else [folder]
        if not found:
            raise FramingError(f"{folder} holds no notebooks; give a folder with .ipynb files.")
        for number, notebook in enumerate(found, 1):
            typer.echo(f"{number} of {len(found)}: {notebook.name}", err=True)
            typer.echo(f"{execute(notebook, study, resamples, out)}")


@app.command()
def kwic(
    study: StudyPath,
    pattern: Annotated[str, typer.Argument(help="A word, a phrase, or with * and ?.")],
    by: Annotated[
        list[str] | None, typer.Option(help="Sort by this: outlet, left, voice; may be repeated.")
    ] = None,
    headlines: Annotated[bool, typer.Option("--headlines", help="Look in the headlines.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write a table (CSV) in place of lines.")] = None,
) -> None:
    """Show every use of a word or phrase with the words around it.

    Example: framing kwic corpus/example "spokes*" --by outlet --by right
    """
    with sentences():
        from framing.concordance import kwic
        from framing.saving import write_whole
        from framing.study import load_study
        from framing.tokens import tokenize

        loaded = load_study(study)
        tokens = loaded.tokens
        if headlines:
            tokens = tokenize(loaded.counted, "title")
        found = kwic(tokens, pattern, by or "outlet")
        if out is not None:
            write_whole(out, found.to_csv(index=False, lineterminator="\n").encode())
            typer.echo(f"{out}: {len(found):,} lines")
        elif len(found):
            typer.echo(found.lines(shutil.get_terminal_size((120, 24)).columns))
        else:
            typer.echo(f"{pattern}: no use of it", err=True)


@app.command()
def recipes() -> None:
    """List the recipes and what each chart answers.

    Example: framing recipes
    """
    from framing.recipes import RECIPES

    width = max(map(len, RECIPES))
    for name, recipe in RECIPES.items():
        typer.echo(f"{name:<{width}}  {recipe.question}")


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
    with sentences():
        from framing.lexicon import load_lexicon

        lexicon = load_lexicon(name)
        typer.echo(f"{lexicon.name} {lexicon.version} ({lexicon.licence})\n{lexicon.definition}")
        for title, category in lexicon.categories.items():
            typer.echo(f"\n{title}: {category.definition}\n  {', '.join(category.patterns)}")
            for sentence in category.examples:
                typer.echo(f"  for instance: {sentence}")
