"""Notebooks: run on a study as one HTML page, and tables of sentences made fit to read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError
from framing.saving import write_whole

if TYPE_CHECKING:
    import pandas as pd

SECONDS_A_CELL = 60
TAG = "parameters"


def execute(
    notebook: str | os.PathLike[str],
    study: str | os.PathLike[str],
    resamples: int = 2000,
    out: str | os.PathLike[str] = "build/notebooks",
) -> Path:
    """Run a notebook from a clean kernel, on a study of your choice, and write what it shows.

    The cell tagged ``parameters`` is replaced by one that sets `study` and `resamples`; the
    notebook itself stays as it is. Cells run in the notebook's folder, at most 60 seconds each.

    Parameters
    ----------
    notebook : path
    study : path
        What `load_study` takes.
    resamples : int
        Random exchanges for tests; fewer are faster and coarser.
    out : path
        Folder for the page, made if it is not there.

    Returns
    -------
    Path
        The page, named for the notebook. It needs no network.

    Raises
    ------
    FramingError
        If the extra ``notebooks`` is not installed, there is no such notebook or tagged cell, or
        a cell fails or takes too long.
    """
    try:
        import nbclient
        import nbconvert
        import nbformat
        from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    except ModuleNotFoundError as error:
        raise FramingError(
            f"notebooks need the package {error.name}, which is not installed; "
            "say pip install 'media-framing[notebooks]'."
        ) from None
    path = Path(notebook).resolve()
    if not path.is_file():
        raise FramingError(f"{str(notebook)!r} is not a notebook; give the path to an .ipynb file.")
    content = nbformat.read(path, as_version=4)
    cell = _tagged(content, path)
    # A study may be given by its name alone; a path is told as seen from the notebook.
    known = os.path.relpath(study, path.parent) if Path(study).exists() else os.fspath(study)
    cell.source = f"study = {known!r}\nresamples = {resamples!r}"
    client = nbclient.NotebookClient(
        content,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        with tempfile.TemporaryDirectory() as sockets:
            if os.name == "posix":  # sockets that nobody else on the machine can reach
                manager = client.create_kernel_manager()
                manager.transport, manager.ip = "ipc", os.path.join(sockets, "kernel")
            client.execute()
    except CellExecutionError as error:
        raise FramingError(
            f"{path.name}: a cell failed with {error.ename}: {error.evalue}; "
            "run the notebook in JupyterLab to see where."
        ) from error
    except CellTimeoutError as error:
        raise FramingError(
            f"{path.name}: a cell took longer than {SECONDS_A_CELL} seconds; "
            f"give fewer than {resamples} resamples or a smaller study."
        ) from error
    except DeadKernelError as error:
        raise FramingError(
            f"{path.name}: the kernel died, most often for lack of memory."
        ) from error
    # Nothing in the page is loaded from elsewhere.
    addresses = ("require_js", "jquery", "mathjax", "mermaid_js", "mermaid_layout_elk_js")
    exporter = nbconvert.HTMLExporter(**{f"{name}_url": "" for name in addresses})
    page, _ = exporter.from_notebook_node(content, resources={"metadata": {"name": path.stem}})
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    return write_whole(folder / f"{path.stem}.html", page.encode("utf-8"))


def _tagged(content: Any, path: Path) -> Any:
    cells = [cell for cell in content.cells if TAG in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        raise FramingError(
            f"{path.name} has {len(cells)} cells tagged {TAG!r}; one is needed, "
            "which sets study and resamples."
        )
    return cells[0]


def readable(table: pd.DataFrame) -> Any:
    """A table for a notebook: words whole and aligned to the left, no hours, three decimals.

    Nothing in the text acts as HTML. Meant for some dozens of rows, not thousands.
    """
    days = dict.fromkeys(table.select_dtypes("datetime"), "{:%Y-%m-%d}".format)
    shown = table.style.hide(axis="index").format(days, precision=3, escape="html", na_rep="")
    left = {"text-align": "left", "vertical-align": "top"}
    heads = [{"selector": "th", "props": [("text-align", "left")]}]
    return shown.set_properties(None, **left).set_table_styles(heads)
