"""Manifests: lists without texts, and corpora made again from one's own copies."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import framing as fr
from framing.cli import app
from framing.collection.importing import import_articles
from framing.collection.manifests import NEAR, compared, export_manifest
from framing.collection.rebuilding import rebuild, rebuild_corpus
from framing.collection.sketches import likeness, sha256, sketch_of, words_of
from framing.errors import FramingError

ROOT = Path(__file__).resolve().parent.parent
DISSENT = ROOT / "corpus" / "dissent"
WORDS = [f"{a}{b}" for a in ("rain", "snow", "fog", "hail") for b in range(400)]


def text(seed: int, n: int = 300) -> str:
    return " ".join(np.random.default_rng(seed).choice(WORDS, n)).capitalize() + "."


def corpus_of(*texts: str, **columns: object) -> fr.Corpus:
    frame = pd.DataFrame({"outlet": [f"O{i}" for i in range(len(texts))], "text": texts, **columns})
    return fr.Corpus.from_frame(frame)


def matches(out: Path) -> pd.DataFrame:
    return pd.read_csv(out / "receipt" / "manifest_matches.csv", dtype={"article_id": "str"})


def test_a_manifest_has_no_text_and_is_the_same_each_time(
    tmp_path: Path, example: fr.Corpus
) -> None:
    one = export_manifest(example, tmp_path / "one.csv").read_bytes()
    assert export_manifest(example, tmp_path / "other.csv").read_bytes() == one
    titles = "\n".join(example.articles["title"])
    for article in example.articles["text"]:
        for sentence in article.split(". "):
            assert len(sentence) < 30 or sentence in titles or sentence.encode() not in one
    kept = pd.read_csv(tmp_path / "one.csv", index_col="article_id", dtype={"words": "int64"})
    assert kept["words"].equals(fr.tokenize(example).articles["n_words"].rename("words"))
    assert kept.index.tolist() == example.articles.index.tolist()
    assert kept["sha256"].tolist() == [sha256(one) for one in example.articles["text"]]
    assert kept["title"].equals(example.articles["title"].astype(kept["title"].dtype))


def test_columns_of_running_text_are_left_out(tmp_path: Path) -> None:
    corpus = corpus_of(
        *(text(1), text(2)), caption=["Rain.", "Snow."], note=["x", "y"], n=[1, 2],
        lead_in=[text(3), "short"],
    )  # fmt: skip
    kept = pd.read_csv(export_manifest(corpus, tmp_path / "m.csv"))
    assert set(kept) - {"sha256", "sha256_words", "words", "sketch"} == {
        "article_id", "outlet", "note", "n",
    }  # fmt: skip


def test_no_articles_and_no_words(tmp_path: Path) -> None:
    empty = corpus_of()
    assert len(pd.read_csv(export_manifest(empty, tmp_path / "m.csv"))) == 0
    marks = pd.read_csv(export_manifest(corpus_of("…!"), tmp_path / "n.csv"))
    assert marks["words"].tolist() == [0]
    assert marks["sketch"].isna().all()


def test_a_corpus_is_made_again_from_copies_in_another_form(tmp_path: Path) -> None:
    corpus = corpus_of(
        text(1), text(2), text(3), text(4), text(5),
        article_id=list("abcde"),
        title=["Rain over the hills", "Snow", "Fog", "Hail", "Sun"],
        url=[f"https://example.org/{i}" for i in range(5)],
        date=["2025-03-01"] * 5,
        event=["weather"] * 5,
    )  # fmt: skip
    manifest = export_manifest(corpus, tmp_path / "manifest.csv")
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "a.txt").write_text(text(1))
    pd.DataFrame(
        {
            "url": ["http://www.example.org/1?utm_source=x", None, None, "https://other.example/9"],
            "body": [text(2).upper(), text(3), "Another text altogether.", text(9)],
            "headline": ["?", "!", "hail", "Nothing of this"],
            "source": ["X", "X", "O3", "X"],
            "author": ["Ann Lee", None, None, None],
        }
    ).to_csv(copies / "rest.csv", index=False)
    made = rebuild_corpus(manifest, copies, tmp_path / "mine", clean=False)
    table = matches(tmp_path / "mine").set_index("article_id")
    assert table["match"].to_dict() == {
        "a": "exact", "b": "nearly", "c": "exact", "d": "not", "e": "missing",
    }  # fmt: skip
    assert table["known_by"].tolist()[:4] == [
        "article_id",
        "address",
        "text",
        "headline and outlet",
    ]
    assert table["source"].tolist()[:4] == ["a.txt", "rest.csv", "rest.csv", "rest.csv"]
    assert table["share"].tolist()[:3] == [1, 1, 1]
    assert table.loc["d", "share"] < 0.1
    assert made.articles.index.tolist() == list("abcd")
    assert made.articles["outlet"].tolist() == ["O0", "O1", "O2", "O3"]
    assert made.articles["event"].tolist() == ["weather"] * 4
    assert made.articles.at["b", "author"] == "Ann Lee"
    assert "sketch" not in made.articles
    receipt = made.receipt
    assert receipt.expected == 5
    assert receipt.quarantined[["article_id", "reason"]].to_numpy().tolist() == [
        ["e", "no copy of it in copies"]
    ]
    (copies / "e.txt").write_text(text(5))
    (copies / "d.txt").write_text(text(4))
    made = rebuild_corpus(manifest, copies, tmp_path / "mine", clean=False)
    assert set(matches(tmp_path / "mine")["match"]) == {"exact", "nearly"}
    assert made.receipt.quarantined.empty
    assert made.articles["text"].tolist() == [
        text(1), text(2).upper(), text(3), text(4), text(5),
    ]  # fmt: skip


def test_a_cleaned_corpus_is_recognised_by_its_texts_before_and_after(tmp_path: Path) -> None:
    page = f"By Ann Lee\n\nTOLBY (Reuters) - {text(1)}\n\nRead more: Snow in the hills\n"
    file = tmp_path / "in" / "a.txt"
    file.parent.mkdir()
    file.write_text(page)
    corpus = import_articles(file, tmp_path / "first", outlet="A")
    assert corpus.articles["text"].tolist() != [page]
    manifest = export_manifest(corpus, tmp_path / "manifest.csv")
    kept = pd.read_csv(manifest)
    assert kept["sha256_original"].tolist() == [sha256(page)]
    made = rebuild_corpus(manifest, file.parent, tmp_path / "second")
    assert matches(tmp_path / "second")["match"].tolist() == ["exact"]
    assert made.articles["text"].tolist() == corpus.articles["text"].tolist()
    file.write_text(corpus.articles["text"].iloc[0])  # a copy cleaned already
    rebuild_corpus(manifest, file.parent, tmp_path / "third")
    assert matches(tmp_path / "third")["match"].tolist() == ["exact"]


def test_a_list_of_addresses_says_nothing_of_the_texts(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "url,headline\nhttps://example.org/a,Rain\nhttps://example.org/b,Snow\n"
    )
    copies = tmp_path / "copies.jsonl"
    corpus_of(text(1), url=["https://example.org/a?utm_medium=x"]).save(copies)
    made = rebuild_corpus(tmp_path / "list.csv", copies, tmp_path / "mine", clean=False)
    assert made.articles[["outlet", "title", "url"]].to_numpy().tolist() == [
        ["O0", "Rain", "https://example.org/a"]
    ]
    assert matches(tmp_path / "mine")["match"].tolist() == ["unchecked", "missing"]


def test_without_any_copy_it_is_one_sentence(tmp_path: Path) -> None:
    manifest = export_manifest(corpus_of(text(1)), tmp_path / "m.csv")
    (tmp_path / "copies").mkdir()
    with pytest.raises(FramingError, match=r"no article of m\.csv has a copy in"):
        rebuild_corpus(manifest, tmp_path / "copies", tmp_path / "mine")
    with pytest.raises(FramingError, match="is not there"):
        rebuild_corpus(tmp_path / "none.csv", tmp_path, tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_a_manifest_with_paths_out_of_the_folder_gets_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(text(1))
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "b.txt").write_text(text(2))
    (tmp_path / "m.csv").write_text("article_id,outlet,path\na,A,../secret.txt\nb,B,b.txt\n")
    collection, table = rebuild(
        tmp_path / "m.csv", tmp_path / "copies", tmp_path / "mine", clean=False
    )
    assert table["match"].tolist() == ["missing", "unchecked"]
    assert len(collection) == 1


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 1.0])
def test_sketches_estimate_the_share_of_shingles(share: float) -> None:
    """Against the share counted by sets, over twenty pairs."""
    errors = []
    for seed in range(20):
        common = words_of(text(seed, int(600 * share)))
        one = common + words_of(text(1_000 + seed, 600 - len(common)))
        other = common + words_of(text(2_000 + seed, 600 - len(common)))
        sets = [{tuple(w[i : i + 5]) for i in range(len(w) - 4)} for w in (one, other)]
        truth = len(sets[0] & sets[1]) / len(sets[0] | sets[1])
        errors.append(likeness(sketch_of(one), sketch_of(other)) - truth)
    assert abs(np.mean(errors)) < 0.02
    assert np.std(errors) < 0.06


@given(st.lists(st.sampled_from(WORDS[:50]), max_size=30))
def test_a_text_is_like_itself(words: list[str]) -> None:
    sketch = sketch_of(words)
    assert likeness(sketch, sketch) == pytest.approx(1) if words else not sketch


def test_sketches_that_are_none_tell_nothing() -> None:
    for sketch in ("", "x", "%%%", "AAAA"):
        assert np.isnan(likeness(sketch, sketch_of(["rain"])))


def test_nearly_begins_at_half() -> None:
    words = [words_of(text(1))] * 2
    frame = pd.DataFrame({"sha256": ["x"] * 2, "sketch": [sketch_of(one) for one in words]})
    half = " ".join(words[0][:290]) + " and some more words at its end"
    table = compared(frame, [[half], [text(2)]])
    assert table["match"].tolist() == ["nearly", "not"]
    assert table["share"][0] > NEAR > table["share"][1]


def test_the_commands(tmp_path: Path, example: fr.Corpus) -> None:
    manifest = tmp_path / "m.csv"
    run = CliRunner().invoke
    done = run(
        app, ["corpus", "export", str(ROOT / "corpus" / "example"), "--manifest", str(manifest)]
    )
    assert done.exit_code == 0, done.output
    copies = str(ROOT / "corpus" / "example" / "articles")
    command = ["corpus", "import", "--manifest", str(manifest), "--from", copies]
    done = run(app, [*command, "--out", str(tmp_path / "mine")])
    assert done.exit_code == 0, done.output
    assert f"exact  {len(example)}" in done.stdout
    done = run(app, ["corpus", "check", str(tmp_path / "mine"), "--show", "--limit", "1"])
    assert done.exit_code == 0, done.output
    assert "what cleaning changes:" in done.stdout
    done = run(app, ["corpus", "check", str(tmp_path / "mine"), "--article", "none"])
    assert done.exit_code == 2
    done = run(app, [*command[:4], "--out", str(tmp_path / "mine")])
    assert done.exit_code == 2
    assert "--manifest LIST --from FOLDER" in done.stderr
    assert run(app, ["corpus", "export", copies]).exit_code == 2


def test_the_manifest_of_dissent_has_no_text() -> None:
    manifest = pd.read_csv(DISSENT / "manifest.csv")
    assert len(manifest) == 5
    assert manifest["outlet"].is_unique
    assert "text" not in manifest
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "."],
        cwd=DISSENT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(listed.stdout.split()) == {".gitignore", "README.md", "manifest.csv", "study.toml"}


def test_articles_that_are_not_there_are_put_aside(tmp_path: Path) -> None:
    for name in ("manifest.csv", "study.toml"):
        (tmp_path / name).write_bytes((DISSENT / name).read_bytes())
    (tmp_path / "huffpost.txt").write_text("Some words.")
    corpus = fr.read_corpus(tmp_path)
    assert corpus.articles.index.tolist() == ["huffpost"]
    assert corpus.receipt.quarantined["reason"].tolist() == ["there is no such file"] * 4


@pytest.mark.external
def test_dissent_is_made_of_its_articles_and_runs(shared: Path, tmp_path: Path) -> None:
    for name in ("manifest.csv", "study.toml"):
        (tmp_path / name).write_bytes((DISSENT / name).read_bytes())
    command = ["corpus", "import", "--manifest", str(tmp_path / "manifest.csv")]
    options = ["--from", str(shared / "corpus" / "dissent"), "--out", str(tmp_path)]
    done = CliRunner().invoke(app, [*command, *options])
    assert done.exit_code == 0, done.output
    assert "exact  5" in done.stdout
    done = CliRunner().invoke(app, ["run", str(tmp_path), "--only", "coverage", "--jobs", "1"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "figures" / "coverage.svg").is_file()


@pytest.mark.external
def test_the_manifest_of_dissent_is_true(shared: Path, tmp_path: Path) -> None:
    corpus = fr.read_corpus(shared / "corpus" / "dissent")
    articles = corpus.articles
    corpus = corpus.with_articles(articles.assign(path=articles.index + ".txt"))
    made = pd.read_csv(export_manifest(corpus, tmp_path / "m.csv"))
    pd.testing.assert_frame_equal(made, pd.read_csv(DISSENT / "manifest.csv"))
