"""A collection: the corpus folder to which articles are added, file by file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from framing.collection.entries import (
    CHANGED,
    REPEATED,
    REPLACED,
    THERE,
    Added,
    Aside,
    Had,
    Origin,
    Outcome,
    called,
    checked,
    origin_of,
    plain_rows,
)
from framing.collection.recognition import Facts, Known, facts_of, text_digest
from framing.columns import covariate, rows
from framing.errors import FramingError
from framing.filing import (
    ARTICLES,
    TABLES,
    Filed,
    articles_file,
    is_filed,
    load_receipt,
    save,
    settle,
)
from framing.readers.gather import Read
from framing.receipt import QUARANTINED, Receipt
from framing.saving import write_whole

_STUDY = """\
# A study of the articles beside this file; `framing new` lays out one with every setting.
title = {title!r}
corpus = "."
"""


class Collection:
    """The state of a corpus folder, to be added to; what is there changes with `commit`.

    `changed` says whether anything was added since, and `sound` is false while a file is being
    added, when an interruption would leave half of it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known = Known()
        self._articles: pd.DataFrame | None = None  # on disk, once they are needed
        self._new: list[pd.DataFrame] = []
        self._mended: list[pd.DataFrame] = []
        self._replaced: set[str] = set()
        self._waiting: dict[str, list[tuple[str, int]]] = {}  # rows put aside, by their marks
        self._come: set[tuple[str, int]] = set()  # rows put aside that have come in good order
        self._files: dict[str, set[str]] = {}  # the sources in each
        self._had: dict[str, Had] = {}  # by sha256
        self.sound, self.changed = True, False
        settle(folder)
        if is_filed(folder):
            self._recall(load_receipt(folder))
        elif (folder / ARTICLES).exists():
            raise FramingError(
                f"{folder} holds an {ARTICLES} that no import has made; give another folder."
            )
        else:
            self._recall(Filed(pd.DataFrame()))

    def _recall(self, filed: Filed) -> None:
        self._repaired, self._edits = filed.repaired, filed.edits
        self._origins = [Origin(*row) for row in plain_rows(filed.origins)]
        self._aside = [Aside(*row) for row in plain_rows(filed.quarantined)]
        self._sources = {row["source"]: row for row in filed.sources.to_dict("records")}
        self._await(self._aside)
        giving = {origin.source for origin in self._origins}
        lacking = {one.source for one in self._aside if one.reason not in REPEATED}
        for source, row in self._sources.items():
            self._files.setdefault(row["file"], set()).add(source)
            had = self._had.setdefault(row["sha256"], Had(row["settings"]))
            had.kept |= source in giving
            had.lost |= source in lacking
        if self._origins:
            columns = ["article_id", "outlet", "title", "date", "url"]
            articles = _read_articles(articles_file(self.folder), columns)
            texts = [origin.sha256 for origin in self._origins]
            given = filed.origins["given"].set_axis(articles.index)
            for origin, facts in zip(self._origins, facts_of(articles, given, texts), strict=True):
                self.known.add(origin.article_id, facts._replace(content=origin.content))

    def __len__(self) -> int:
        return len(self._origins)

    @property
    def articles(self) -> pd.DataFrame:
        """As in a `Corpus`."""
        return self._all_articles()

    @property
    def unsaved(self) -> int:
        """Articles that are not on disk yet."""
        return sum(map(len, self._new))

    @property
    def receipt(self) -> Receipt:
        self._drop_come()
        return self._filed(pd.DataFrame()).receipt

    def holds(self, sha256: str, settings: str) -> bool:
        """Whether such a file was read before, and to read it again would give no more."""
        had = self._had.get(sha256)
        return had is not None and (not had.lost or (had.kept and had.settings == settings))

    def add(
        self,
        read: Read,
        name: str,
        sha256: str,
        settings: str = "",
        *,
        clean: bool = True,
        replace: bool = False,
    ) -> tuple[Added, list[str | None]]:
        """Add the articles of one file, which is called `name`.

        `read` is under the corpus's names. Where `replace`, an article whose text differs from the
        one that is there takes its place. Returns what became of the rows, and of each row of
        `read` the article that it is (None if it was put aside).
        """
        articles, given, reasons, mended = checked(read)
        texts = [text_digest(text) for text in articles["text"].fillna("")]
        facts = list(facts_of(articles, given, texts))
        self.sound, self.changed = False, True
        own = PurePosixPath(name).name
        name = self._name(name, sha256, facts)
        files = read.origin["source"].astype("str")
        files = files.where(files.str.startswith(f"{own}/"), own)  # of an archive each by itself
        read = called(read, own, name)
        earlier = self._given_by(name)
        self._announce(read.sources, name, sha256, settings)
        for source, row, article_id, reason in plain_rows(read.quarantined[list(QUARANTINED)]):
            self._aside.append(Aside(source, row, article_id, reason, None))

        before = len(self._aside)
        cleaned = "not yet" if clean else "no"
        outcomes: list[Outcome] = []
        wheres = read.origin[["source", "row"]].itertuples(index=False, name=None)
        former = None
        for fact, reason, where, file in zip(facts, reasons, wheres, files, strict=True):
            if file != former:
                self.known.begin()
                former = file
            place = None if reason else self.known.find(fact)
            if reason and (known := self.known.marked(fact)) is not None:
                self._aside.append(Aside(where[0], where[1], self.known.ids[known], THERE, None))
                outcomes.append(Outcome("there", None))
            elif reason:
                mark = "\t".join(fact.marks) or None
                self._aside.append(Aside(where[0], where[1], fact.given or None, reason, mark))
                outcomes.append(Outcome("quarantined", None))
            elif place is None:
                article_id = self.known.new_id(fact, where[0])
                self.known.add(article_id, fact)
                self._origins.append(origin_of(article_id, where, fact, cleaned))
                outcomes.append(Outcome("kept", article_id, new=True))
            else:
                here = place in earlier
                earlier.discard(place)
                outcomes.append(self._come_again(place, fact, where, here, cleaned, replace))
        ids = pd.Series([one.article_id if one.new else None for one in outcomes], dtype="str")
        self._take(articles, ids, pd.concat([read.repaired, mended]))
        self._wait(facts, ids.notna().tolist(), self._aside[before:])
        number = Counter(one.what for one in outcomes)
        number["quarantined"] += len(read.quarantined)
        had = self._had.setdefault(sha256, Had(settings))
        had.settings, had.lost = settings, number["quarantined"] > 0
        had.kept = len(outcomes) > number["quarantined"] - len(read.quarantined)
        self.sound = True
        return Added(**number), [one.article_id for one in outcomes]

    def _given_by(self, name: str) -> set[int]:
        """The places of the articles that a file gave before."""
        sources = self._files.get(name)
        if not sources:
            return set()
        return {place for place, one in enumerate(self._origins) if one.source in sources}

    def _wait(self, facts: list[Facts], new: list[bool], aside: list[Aside]) -> None:
        """Rows put aside before are waited for no longer if they are among the new articles."""
        for fact, is_new in zip(facts, new, strict=True):
            for mark in fact.marks if is_new else ():
                self._come.update(self._waiting.pop(mark, ()))
        self._await(aside)

    def _await(self, aside: list[Aside]) -> None:
        for one in aside:
            for mark in one.identity.split("\t") if one.identity else ():
                self._waiting.setdefault(mark, []).append((one.source, one.row))

    def _come_again(
        self,
        place: int,
        fact: Facts,
        where: tuple[str, int],
        here: bool,
        cleaned: str,
        replace: bool,
    ) -> Outcome:
        """What becomes of an article that is known, be it from an earlier reading of the file."""
        former = self._origins[place]
        if fact.text == self.known.facts[place].text:
            if here:
                self._origins[place] = former._replace(source=where[0], row=where[1])
            else:
                self._aside.append(Aside(*where, former.article_id, THERE, None))
            return Outcome("there", former.article_id)
        if not replace:
            self._aside.append(Aside(*where, former.article_id, CHANGED, None))
            return Outcome("changed", former.article_id)
        if not here:
            gone = Aside(former.source, former.row, former.article_id, REPLACED, None)
            self._aside.append(gone)
        self.known.replace(place, fact)
        self._origins[place] = origin_of(former.article_id, where, fact, cleaned)
        self._replaced.add(former.article_id)
        return Outcome("changed", former.article_id, new=True)

    def _take(self, articles: pd.DataFrame, ids: pd.Series, mended: pd.DataFrame) -> None:
        """Keep the articles that have an identifier, and what was mended in them."""
        keep = ids.notna().to_numpy()
        if keep.any():
            index = pd.Index(ids[keep], name="article_id", dtype="str")
            self._new.append(rows(articles, keep).set_axis(index))
        places = mended["row"].to_numpy(dtype=int)
        who = ids.to_numpy(object)[places]
        self._mended.append(mended.assign(article_id=who, by="reading")[keep[places]])

    def _announce(self, sources: pd.DataFrame, name: str, sha256: str, settings: str) -> None:
        more = {"file": name, "sha256": sha256, "settings": settings}
        for row in sources.to_dict("records"):
            self._sources[row["source"]] = {**row, **more}
            self._files.setdefault(name, set()).add(row["source"])

    def _name(self, name: str, sha256: str, facts: list[Facts]) -> str:
        """What the file is to be called, and what was put aside of it before forgotten.

        A file of the same content is the same. One of the same name is a newer version if at
        least half of the articles that the former gave are in it too, and else another file.
        """
        if sha256 in self._had:
            same = [row["file"] for row in self._sources.values() if row["sha256"] == sha256]
            self._forget(same[0])
            return same[0]
        if name in self._files:
            self.known.begin()
            given = self._given_by(name)
            found = given & {self.known.find(fact) for fact in facts}
            if 2 * len(found) >= len(given):
                self._forget(name)
                return name
        free, number = name, 1
        while free in self._files:
            number += 1
            free = f"{name} ({number})"
        return free

    def _forget(self, name: str) -> None:
        """What was put aside of the file is to be told anew; its articles stay."""
        former = self._files.pop(name)
        self._drop_come()
        self._aside = [one for one in self._aside if one.source not in former]
        self._waiting = {}
        self._await(self._aside)
        giving = {origin.source for origin in self._origins}
        for source in former - giving:
            del self._sources[source]
        self._files[name] = former & giving

    def _drop_come(self) -> None:
        if self._come:
            rest = (one for one in self._aside if not one.identity or one[:2] not in self._come)
            self._aside, self._come = list(rest), set()

    def commit(self) -> None:
        """Write everything, whole or not at all."""
        self._drop_come()
        old = self._repaired
        if self._replaced:
            old = old[~old["article_id"].isin(self._replaced)]
            self._edits = self._edits[~self._edits["article_id"].isin(self._replaced)]
        self._repaired = pd.concat([old, *self._mended], ignore_index=True)
        self._articles = self._all_articles()
        self._new, self._mended, self._replaced = [], [], set()
        self._save()
        self.changed = False

    def _save(self) -> None:
        assert self._articles is not None
        save(self.folder, self._filed(self._articles))
        study = self.folder / "study.toml"
        if not study.exists():
            title = self.folder.resolve().name
            write_whole(study, _STUDY.format(title=title).encode())

    def _all_articles(self) -> pd.DataFrame:
        """The articles on disk and the new ones, in the order of their origins."""
        frames = list(self._new)
        if self._articles is not None:
            frames.insert(0, self._articles)
        elif is_filed(self.folder):
            frames.insert(0, _read_articles(articles_file(self.folder)))
        together = pd.concat(frames)
        for name in together:
            if together[name].dtype == object:
                together[name] = covariate(together[name])
        together = together[~together.index.duplicated(keep="last")]
        ids = [origin.article_id for origin in self._origins]
        return together if together.index.tolist() == ids else together.loc[ids]

    def _filed(self, articles: pd.DataFrame) -> Filed:
        return Filed(
            articles,
            sources=pd.DataFrame(list(self._sources.values()), columns=list(TABLES["sources.csv"])),
            quarantined=pd.DataFrame(self._aside, columns=list(Aside._fields)),
            repaired=self._repaired,
            origins=pd.DataFrame(self._origins, columns=list(Origin._fields)),
            edits=self._edits,
        )

    def clean(self) -> None:
        """Clean what has not been cleaned, together with what has, and write it.

        What was cleaned before is taken as it was read, so that it does not matter what was
        imported when.
        """
        from framing.collection.cleaned import clean_again

        if not any(origin.cleaned == "not yet" for origin in self._origins):
            return
        self._articles = self._all_articles()
        wanted = np.array([origin.cleaned != "no" for origin in self._origins])
        self._articles, repaired, self._edits = clean_again(self._articles, wanted, self._edits)
        old = self._repaired[self._repaired["by"] != "cleaning"]
        self._repaired = pd.concat([old, repaired.assign(by="cleaning")], ignore_index=True)
        self._origins = [
            origin._replace(cleaned="yes") if origin.cleaned == "not yet" else origin
            for origin in self._origins
        ]
        self._save()


def _read_articles(path: Path, columns: list[str] | None = None) -> pd.DataFrame:
    import pyarrow.parquet as pq

    if columns is not None:
        there = pq.read_schema(path).names
        columns = [name for name in columns if name in there]
    return pq.read_table(path, columns=columns).to_pandas().set_index("article_id")
