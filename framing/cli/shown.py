"""What the commands show while they work, and how they end when they cannot."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from framing.errors import FramingError

STARTING = ("making", "reading", "asking")  # what is told when a thing is begun


@contextmanager
def sentences() -> Iterator[None]:
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


@contextmanager
def progress(total: int | None) -> Iterator[Callable[[str, str], None]]:
    """A bar on a terminal, a line a thing elsewhere; told of each its name and what is done."""
    if not sys.stderr.isatty():

        def line(name: str, what: str) -> None:
            if what not in STARTING:
                typer.echo(f"{name}: {what}", err=True)

        yield line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=total)

        def show(name: str, what: str) -> None:
            bar.update(task, description=name, advance=0 if what in STARTING else 1)

        yield show
