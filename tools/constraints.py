"""Write constraints.txt: the versions that a fresh install gets today, on every Python found.

    python tools/constraints.py [PYTHON ...]

Installs the package with its `dev`, `docs`, `notebooks` and `parse` extras into a new virtual
environment for each interpreter (those on the PATH unless some are named) and writes one pin a
package, with a `python_version` marker where the interpreters differ. Name an early patch release
of the oldest Python (3.11.2, say): a few packages refuse those. Run the tests on each interpreter
before committing what it wrote.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUPPORTED = ["python3.11", "python3.12", "python3.13"]
NOT_PINNED = {"media-framing", "pip", "setuptools"}
HEADER = "# The versions that were tested, written by tools/constraints.py on Python {}.\n"


def main(pythons: list[str]) -> None:
    found = {version_of(python): python for python in pythons or SUPPORTED if runs(python)}
    if not found:
        sys.exit("No Python 3.11 or newer was found; name an interpreter.")
    versions = sorted(found)
    pins = [installed(found[version]) for version in versions]
    names = sorted(set().union(*pins))
    lines = [line for name in names for line in merged(name, versions, pins)]
    listed = ", ".join(f"{major}.{minor}" for major, minor in versions)
    (ROOT / "constraints.txt").write_text(HEADER.format(listed) + "".join(lines))


def runs(python: str) -> bool:
    path = shutil.which(python)
    return path is not None and subprocess.run([path, "-c", "import ensurepip"]).returncode == 0


def version_of(python: str) -> tuple[int, int]:
    script = "import json, sys; print(json.dumps(sys.version_info[:2]))"
    major, minor = json.loads(subprocess.check_output([python, "-c", script]))
    return major, minor


def installed(python: str) -> dict[str, str]:
    """Versions by name after a fresh install with this interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        pip = [f"{folder}/bin/python", "-m", "pip", "--disable-pip-version-check"]
        target = f"{ROOT}[dev,docs,notebooks,parse]"
        subprocess.run([*pip, "install", "--quiet", "--no-compile", target], check=True)
        listing = json.loads(subprocess.check_output([*pip, "list", "--format=json"]))
    found = {re.sub("[-_.]+", "-", row["name"].lower()): row["version"] for row in listing}
    return {name: version for name, version in found.items() if name not in NOT_PINNED}


def merged(name: str, versions: list[tuple[int, int]], pins: list[dict[str, str]]) -> list[str]:
    """The lines for one package: neighbouring Pythons with the same version share a line."""
    runs_of: list[tuple[int, str | None]] = []
    for position, pin in enumerate(pins):
        if not runs_of or runs_of[-1][1] != pin.get(name):
            runs_of.append((position, pin.get(name)))
    lines = []
    for order, (first, version) in enumerate(runs_of):
        if version is None:
            continue
        bounds = []
        if order > 0:
            bounds.append('python_version >= "{}.{}"'.format(*versions[first]))
        if order + 1 < len(runs_of):
            bounds.append('python_version < "{}.{}"'.format(*versions[runs_of[order + 1][0]]))
        marker = f" ; {' and '.join(bounds)}" if bounds else ""
        lines.append(f"{name}=={version}{marker}\n")
    return lines


if __name__ == "__main__":
    main(sys.argv[1:])
