"""What `import framing` does, and that each public name is what it says, whatever was imported."""

from __future__ import annotations

import ast
import json
import pkgutil
import random
import subprocess
import sys
import types
from pathlib import Path

import pytest

import framing as fr

PACKAGE = Path(fr.__file__).parent
PUBLIC = sorted(set(fr.__all__) - {"__version__"})
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(fr.__path__, "framing.")
    if not module.name.endswith("__main__")
)


def run_python(script: str, *arguments: str) -> str:
    """Standard output of a fresh interpreter."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_import_is_quick_and_does_nothing_else() -> None:
    script = """
import json, random, socket, sys, time, warnings

def refuse(*args, **keywords):
    raise AssertionError("import opened a socket")

socket.socket.__init__ = refuse
random.seed(1)
state, filters = random.getstate(), list(warnings.filters)
start = time.perf_counter()
import framing
seconds = time.perf_counter() - start
print(json.dumps({
    "seconds": seconds,
    "heavy": sorted(
        {"matplotlib", "nltk", "numpy", "pandas", "pyarrow", "scipy", "sklearn"} & set(sys.modules)
    ),
    "seed kept": random.getstate() == state,
    "filters kept": warnings.filters == filters,
}))
"""
    runs = [json.loads(run_python(script)) for _ in range(3)]
    assert min(run.pop("seconds") for run in runs) < 0.5
    assert runs == [{"heavy": [], "seed kept": True, "filters kept": True}] * 3


@pytest.mark.parametrize("name", PUBLIC)
def test_public_name_resolves_to_what_its_module_defines(name: str) -> None:
    value = getattr(fr, name)
    assert callable(value)
    assert not isinstance(value, types.ModuleType)
    assert value.__name__ == name
    assert value.__doc__


def test_no_module_bears_a_public_name() -> None:
    # Importing a module puts it into its package, where it would hide a function of that name.
    assert not {module.removeprefix("framing.") for module in MODULES} & set(PUBLIC)


@pytest.mark.parametrize("order", ["sorted", "reversed", "shuffled"])
def test_public_names_survive_the_import_of_every_module(order: str) -> None:
    modules = list(MODULES)
    if order == "reversed":
        modules.reverse()
    elif order == "shuffled":
        random.Random(2).shuffle(modules)
    script = """
import importlib, sys, types
for module in sys.argv[1].split():
    importlib.import_module(module)
import framing
for name in sys.argv[2].split():
    value = getattr(framing, name)
    assert callable(value) and not isinstance(value, types.ModuleType), (name, value)
print("done")
"""
    assert run_python(script, " ".join(modules), " ".join(PUBLIC)) == "done\n"


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(
        node for node in tree.body if isinstance(node, ast.If) and "TYPE" in ast.dump(node.test)
    )
    seen = {
        (alias.asname, statement.module)
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    assert seen == set(fr._MODULES.items())


def test_unknown_and_listed_names() -> None:
    with pytest.raises(AttributeError, match="no attribute 'tone'"):
        _ = fr.tone
    assert set(fr.__all__) <= set(dir(fr))
