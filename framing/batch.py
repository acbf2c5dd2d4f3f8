"""Make every chart of a study, in worker processes, and the page that shows them."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import replace
from pathlib import Path
from typing import Any

from framing.charts.chart import SUFFIXES, Chart, get_ready
from framing.errors import FramingError, LeftOut, check_choice
from framing.page import write_page
from framing.readers import example_folder
from framing.recipes import RECIPES, chart
from framing.same import differences
from framing.saving import write_whole
from framing.study import Study, as_study

Told = Callable[[str, str], None]  # a chart's name and what happened to it


def run(
    study: Study | str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    *,
    only: str | Sequence[str] = (),
    told: Told | None = None,
) -> list[Path]:
    """Make the charts of a study: SVG, PNG, CSV and JSON each, and an ``index.html``.

    Files are written whole or not at all. A chart whose files are there and were made from the
    same corpus, settings and program is not made again, so a run that was interrupted goes on
    where it stopped.

    Parameters
    ----------
    study : Study or path
    out : path, optional
        The folder for the files; without it ``figures`` in the study's folder, or for the
        example, which lies in the package, ``figures/example`` where you are.
    jobs : int, optional
        Worker processes that draw, while this one counts; 1 draws in this process too. Default:
        the number of cores, at most 4. The files are the same whatever the number.
    only : str or sequence of str
        Names of recipes; without it those of the study, or all.
    told : callable, optional
        Called with a chart's name and ``"making"``, ``"made"``, ``"unchanged"`` or why it was left
        out.

    Returns
    -------
    list of Path
        The pages and charts, made now or before.

    Raises
    ------
    FramingError
        If a recipe is unknown or the study cannot be read.
    """
    study = as_study(study)
    folder = Path(out) if out is not None else default_folder(study)
    return _run(study, folder, jobs, only, told, remember=True)


def default_folder(study: Study) -> Path:
    if study.folder.resolve() == example_folder().resolve():
        return Path("figures") / "example"
    return study.folder / "figures"


def check(
    study: Study | str | os.PathLike[str],
    out: str | os.PathLike[str],
    jobs: int | None = None,
    *,
    only: str | Sequence[str] = (),
    told: Told | None = None,
) -> list[str]:
    """Make the charts again elsewhere and say how those in `out` differ; empty if nowhere.

    Tables are compared at 1e-6, SVG by words and number of artists, JSON without versions.
    """
    with tempfile.TemporaryDirectory(prefix="framing-check-") as fresh:
        made = _run(as_study(study), Path(fresh), jobs, only, told, remember=False)
        return differences(Path(out), Path(fresh), [path.name for path in made])


def _run(
    study: Study,
    folder: Path,
    jobs: int | None,
    only: str | Sequence[str],
    told: Told | None,
    remember: bool,
) -> list[Path]:
    wanted = [only] if isinstance(only, str) else only
    names = list(dict.fromkeys(wanted or study.settings.figures or RECIPES))
    for name in names:
        check_choice("only", name, RECIPES)
    jobs = min(os.cpu_count() or 1, 4) if jobs is None else jobs
    if jobs < 1:
        raise FramingError(f"jobs={jobs} is too few; give 1 or more.")
    tell = told or (lambda name, what: None)
    folder.mkdir(parents=True, exist_ok=True)
    with _Workers(jobs) as workers:
        ledger = _Ledger(study, folder) if remember else None
        waiting = []
        for name in names:
            if ledger and ledger.holds(name):
                tell(name, "unchanged")
            else:
                waiting.append(name)
        done, lacking = set(names) - set(waiting), list[LeftOut]()
        for name in workers.draw(_made(study, waiting, tell, lacking), folder):
            done.add(name)
            if ledger:
                ledger.enter(name)
            tell(name, "made")
    files = [folder / f"{name}{suffix}" for name in names if name in done for suffix in SUFFIXES]
    page = write_page(study, folder)
    if wanted and lacking:  # of what was asked for by name; all else is done
        raise lacking[0]
    return [page, *files]


def _made(
    study: Study, names: Sequence[str], tell: Told, lacking: list[LeftOut]
) -> Iterator[Chart]:
    """The charts, without those that the study has not the means for, and what it was lacking."""
    for name in names:
        tell(name, "making")
        try:
            made = chart(name, study)
        except LeftOut as why:
            lacking.append(why)
            tell(name, f"left out: {why}")
            continue
        yield replace(made, behind=None)


class _Workers:
    """Processes that draw and save while this one counts; with one job, this process.

    They are there before the first chart is, so that they load what drawing needs meanwhile.
    """

    def __init__(self, jobs: int) -> None:
        self.pool: Any = None
        self.waiting: dict[Future[list[Path]], str] = {}
        if jobs > 1:
            # joblib's executor and not the standard library's, which needs a guard in the
            # user's script.
            from joblib.externals.loky import ProcessPoolExecutor

            self.pool = ProcessPoolExecutor(max_workers=jobs)
            for _ in range(jobs):
                self.pool.submit(get_ready)

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(wait=not failed, kill_workers=bool(failed))

    def draw(self, charts: Iterator[Chart], folder: Path) -> Iterator[str]:
        """Draw and save the charts; their names, as they are done."""
        for made in charts:
            if self.pool is None:
                made.save(folder)
                yield made.name
                continue
            self.waiting[self.pool.submit(made.save, folder)] = made.name
            yield from self._done([one for one in self.waiting if one.done()])
        for one in as_completed(list(self.waiting)):
            yield from self._done([one])

    def _done(self, futures: list[Future[list[Path]]]) -> Iterator[str]:
        for one in futures:
            one.result()
            yield self.waiting.pop(one)


class _Ledger:
    """Which charts in a folder were made, from what, and how their files looked then; kept in
    the study's cache."""

    def __init__(self, study: Study, folder: Path) -> None:
        held = os.environ.get("FRAMING_CACHE")
        place = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self.file = (Path(held) if held else study.folder / ".framing") / f"made-{place}.json"
        self.folder = folder
        self.key = self._key(study)
        self.entries: dict[str, str] = {}
        try:
            self.entries = dict(json.loads(self.file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            self.entries = {}

    @staticmethod
    def _key(study: Study) -> str:
        said: dict[str, Any] = study.settings.model_dump()
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
        digest.update(json.dumps(study.origin, sort_keys=True).encode())
        for path in sorted(_paths({**said, "corpus": ""}, study.folder)):
            digest.update(path.read_bytes())
        package = Path(__file__).parent
        sources = (path for path in package.rglob("*") if path.suffix in (".py", ".yaml", ".csv"))
        for source in sorted(sources):
            digest.update(source.read_bytes())
        return digest.hexdigest()

    def holds(self, name: str) -> bool:
        there = all((self.folder / f"{name}{suffix}").is_file() for suffix in SUFFIXES)
        return there and self.entries.get(name) == self._stamp(name)

    def _stamp(self, name: str) -> str:
        # The files too: another study may have written to the same folder since.
        digest = hashlib.sha256(self.key.encode())
        for suffix in SUFFIXES:
            digest.update((self.folder / f"{name}{suffix}").read_bytes())
        return digest.hexdigest()

    def enter(self, name: str) -> None:
        self.entries[name] = self._stamp(name)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.file, json.dumps(self.entries, indent=1).encode())
        except OSError:
            # A study that cannot be written to is made anew each time.
            return


def _paths(said: Any, folder: Path) -> Iterator[Path]:
    """The files that settings name: lexicons, tables of outlets and the like beside the study."""
    if isinstance(said, str):
        if os.path.isfile(folder / said):
            yield folder / said
    elif isinstance(said, Mapping):
        yield from _paths(list(said.values()), folder)
    elif isinstance(said, Sequence):
        for one in said:
            yield from _paths(one, folder)
