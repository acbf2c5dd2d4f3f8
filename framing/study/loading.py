"""Reading study.toml."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from framing.errors import FramingError
from framing.features import is_features, read_about
from framing.readers import example_folder
from framing.settings import checked, merged
from framing.study.of_features import FeatureStudy
from framing.study.study import Study

FILE = "study.toml"
DONE = ("cleaning", "events", "copies")  # what a study does before it counts


def load_study(path: str | os.PathLike[str] | Study, **changes: Any) -> Study:
    """Read and check a study.

    Parameters
    ----------
    path : path or Study
        A study.toml; a folder with one; any corpus that `read_corpus` takes, which is then
        studied with the defaults; or ``"example"``, the study that comes with the package.
    **changes
        Settings that take the place of the file's: ``resamples=200``, ``seed=1``, or a section
        as a mapping, ``topics={"k": 12}``.

    Returns
    -------
    Study

    Raises
    ------
    FramingError
        If the file is missing or a key is unknown or of the wrong type; the message names the
        key, its value and what is allowed.

    Examples
    --------
    >>> load_study("example").settings.seed
    0
    """
    if isinstance(path, Study):
        if not changes:
            return path
        changed = merged(path.settings.model_dump(), changes)
        return _study(changed, str(path.folder), path.folder)
    given = Path(path)
    file = given / FILE if given.is_dir() else given
    said: dict[str, Any]
    if file.suffix == ".toml" and file.is_file():
        try:
            said = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise FramingError(f"{file} is not valid TOML ({error}); mend that line.") from None
        folder = file.parent
    elif given.exists() and given.suffix != ".toml":
        folder = given if given.is_dir() else given.parent
        said = {"corpus": "." if given.is_dir() else given.name}
    elif str(path) == "example":
        return load_study(example_folder(), **changes)
    else:
        raise FramingError(f"{str(path)!r} is neither a study nor a corpus; give a path to one.")
    return _study(merged(said, changes), str(file), folder)


def as_study(study: Study | str | os.PathLike[str]) -> Study:
    return load_study(study)


def _study(said: Mapping[str, Any], where: str, folder: Path) -> Study:
    settings = checked(said, where)
    if not is_features(folder / settings.corpus):
        return Study(settings, folder)
    made = read_about(folder / settings.corpus).settings
    done = {section: made[section] for section in DONE if isinstance(made.get(section), Mapping)}
    for section, before in done.items():
        for key, value in said.get(section, {}).items():
            if value != before.get(key):
                raise FramingError(
                    f"{where}: {section}.{key} = {value!r} was {before.get(key)!r} when the "
                    "features were made, and cannot be changed after; leave it out."
                )
    return FeatureStudy(checked({**said, **done}, where), folder)
