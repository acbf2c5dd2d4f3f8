"""The wheel holds all that the package needs, and the lists of dependencies agree."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

import framing as fr

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def name_of(requirement: str) -> str:
    return re.split("[>=<]", requirement)[0]


def normal(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def tracked(*folders: str) -> list[Path]:
    """The files of the checkout that are, or are about to be, under version control."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = run("git", "ls-files", "-z", "--", *folders, cwd=ROOT)
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the source distribution, so that both are complete."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, cwd=ROOT)
    (found,) = folder.glob("*.whl")
    return found


@pytest.mark.slow
def test_wheel_holds_every_tracked_file_of_the_package(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    expected = {path.as_posix() for path in tracked("framing")}
    expected |= {
        path.as_posix().replace("corpus/example/", "framing/_example/", 1)
        for path in tracked("corpus/example")
    }
    assert "framing/_example/articles.csv" in expected
    assert expected <= inside


@pytest.mark.slow
def test_wheel_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", "--without-pip", "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    # The dependencies are those of this environment, without its link to the checkout.
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path)
    dependencies = "\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    Path(site.strip(), "dependencies.pth").write_text(dependencies, encoding="utf-8")
    script = """
import framing as fr
print(fr.__file__)
print(len(fr.example()), sorted(fr.list_lexicons()["name"]), len(fr.list_recipes()))
assert fr.load_lexicon("loaded-news").categories
fr.load_study(fr.__path__[0] + "/_example")
"""
    where, found = run(python, "-P", "-c", script, cwd=tmp_path).splitlines()
    assert Path(where).is_relative_to(tmp_path)
    here = (len(fr.example()), sorted(fr.list_lexicons()["name"]), len(fr.list_recipes()))
    assert found == " ".join(map(str, here))
    assert "corpus" in run(tmp_path / "venv" / "bin" / "framing", "--help", cwd=tmp_path)


def test_environment_file_is_in_step() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *from_conda, from_pip = environment["dependencies"]
    given = {one for one in [*from_conda, *from_pip["pip"]] if one not in ("pip", "-e .")}
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["notebooks"]]
    expected = {one.lower() for one in wanted} | {f"python{PROJECT['requires-python']}"}
    assert given == expected
    names = {name_of(one) for one in given}
    assert {"jupyterlab", "scikit-learn", "nltk", "matplotlib", "seaborn"} <= names


def test_every_imported_package_is_declared() -> None:
    extras = dict.fromkeys(
        ["notebooks.py", "paging.py"], PROJECT["optional-dependencies"]["notebooks"]
    )
    extras |= {"model.py": PROJECT["optional-dependencies"]["parse"]}
    extras |= {"embeddings.py": PROJECT["optional-dependencies"]["embeddings"]}
    extras |= dict.fromkeys(
        ["html.py", "warc.py", "web.py"], PROJECT["optional-dependencies"]["web"]
    )
    owners = packages_distributions()
    missing = set()
    for path in (ROOT / "framing").rglob("*.py"):
        imported = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module)
        roots = {name.split(".")[0] for name in imported} - sys.stdlib_module_names - {"framing"}
        given = [*PROJECT["dependencies"], *extras.get(path.name, [])]
        declared = {normal(name_of(one)) for one in given}
        needed = {root: {normal(owner) for owner in owners.get(root, [root])} for root in roots}
        missing |= {(path.name, root) for root in roots if not needed[root] & declared}
    assert missing == set()


def test_constraints_pin_every_dependency() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    bound = r'python_version (?:<|>=) "3\.\d+"'
    pin = rf"([a-z0-9-]+)==[\w.]+(?: ; {bound}(?: and {bound})?)?"
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    matches = [re.fullmatch(pin, line) for line in lines]
    assert all(matches), [line for line, match in zip(lines, matches, strict=True) if not match]
    extras = PROJECT["optional-dependencies"]
    installed = ("dev", "docs", "notebooks", "parse")
    wanted = [*PROJECT["dependencies"], *(one for name in installed for one in extras[name])]
    pinned = {match[1] for match in matches if match}
    assert {normal(name_of(one)) for one in wanted} <= pinned


def test_citation_is_of_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["title"] == PROJECT["name"]
    assert citation["version"] == fr.__version__
    assert citation["license"] == PROJECT["license"]


def test_no_file_names_a_machine_or_a_package_index() -> None:
    # In pieces, so that this file does not name them either.
    hosts = ["pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian"]
    folders = "|".join(["work", "root", "tmp", "home", "Users", "opt"])
    pattern = "|".join([*map(re.escape, hosts), rf"(?<![\w.:/~$-])/(?:{folders})/"])
    forbidden = re.compile(pattern.encode())
    named = {
        path.as_posix(): found[0].decode()
        for path in tracked()
        if (found := forbidden.search((ROOT / path).read_bytes()))
    }
    assert named == {}
