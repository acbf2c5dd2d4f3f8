"""Studies: every choice is checked, and a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import framing as fr


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Four articles by two outlets on two events, in a CSV beside a study.toml."""
    articles = pd.DataFrame(
        {
            "source": ["A", "B", "A", "B"],
            "body": [
                "A crisis, he said. Rain fell on the quay.",
                "Rain fell. The plan may work.",
                "The so-called plan failed on Monday.",
                "The plan worked well on Monday, officials said.",
            ],
            "event": ["rain", "rain", "plan", "plan"],
        }
    )
    articles.to_csv(tmp_path / "news.csv", index=False)
    (tmp_path / "study.toml").write_text(
        'corpus = "news.csv"\n[columns]\noutlet = "source"\ntext = "body"\n'
        '[outlets]\norder = ["B"]\n[compare]\nresamples = 50\n',
        encoding="utf-8",
    )
    return tmp_path


def test_a_study_reads_its_corpus_with_its_columns(small: Path) -> None:
    study = fr.load_study(small)
    assert len(study.corpus) == 4
    assert study.outlets == ["B", "A"]
    assert study.corpus.articles["event"].nunique() == 2
    assert study.settings.compare.resamples == 50
    assert study.loaded_terms() is study.loaded_terms()


def test_a_corpus_without_a_study_takes_the_defaults(small: Path) -> None:
    frame = pd.read_csv(small / "news.csv").rename(columns={"source": "outlet", "body": "text"})
    frame.to_csv(small / "plain.csv", index=False)
    study = fr.load_study(small / "plain.csv")
    assert (len(study.corpus), study.settings.compare.resamples) == (4, 2000)


def test_settings_can_be_changed_in_the_call(small: Path) -> None:
    study = fr.load_study(small, resamples=7, seed=3, topics={"k": 2})
    assert (study.settings.compare.resamples, study.settings.seed) == (7, 3)
    assert study.settings.topics.k == 2
    (small / "study.toml").write_text("compare = 3\n", encoding="utf-8")
    with pytest.raises(fr.FramingError, match="compare = "):
        fr.load_study(small, resamples=7)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('colour = "red"', "the key 'colour' is not known; choose one of title, corpus"),
        ("[topics]\nkay = 3", "the key 'topics.kay' is not known; choose one of k, method"),
        (
            '[topics]\nmethod = "bert"',
            r"topics.method = 'bert': input should be 'nmf', 'lda' or 'structural'",
        ),
        ("[compare]\nresamples = 0", "compare.resamples = 0: input should be greater than or"),
        ('seed = "one"', "seed = 'one': input should be a valid integer"),
        ("title = ", "is not valid TOML"),
        ('[outlets]\norder = ["Z"]', "outlets.order names 'Z', which the corpus lacks"),
        ('[outlets]\nreference = "Z"', "outlets.reference names 'Z', which the corpus lacks; it"),
        (
            '[outlets]\nhighlight = ["A", "Z"]',
            "outlets.highlight names 'Z', which the corpus lacks",
        ),
        (
            '[[compare.primary]]\nmeasure = "terms"\noutlet = "A"\ncategory = "alarm"',
            "compare.primary.0.measure = 'terms': input should be 'lexical sentiment', 'loaded",
        ),
    ],
)
def test_a_wrong_choice_is_named(small: Path, said: str, told: str) -> None:
    (small / "study.toml").write_text(
        f'{said}\n[columns]\noutlet = "source"\ntext = "body"\n'
        if "[" not in said
        else f'corpus = "news.csv"\ncolumns = {{outlet = "source", text = "body"}}\n{said}\n',
        encoding="utf-8",
    )
    with pytest.raises(fr.FramingError, match=told):
        fr.load_study(small).outlets  # noqa: B018


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(fr.FramingError, match="is neither a study nor a corpus"):
        fr.load_study(tmp_path / "nothing.toml")
    with pytest.raises(fr.FramingError, match="name='pie' is not known; choose one of 'coverage'"):
        fr.chart("pie", "example")


def test_copies_are_left_out_or_kept() -> None:
    dropped = fr.load_study("example")
    assert len(dropped.corpus) - len(dropped.counted) >= 2
    kept = fr.load_study("example", copies={"counting": "keep"})
    assert len(kept.counted) == len(kept.corpus)


def test_a_reference_takes_the_place_of_the_rest() -> None:
    study = fr.load_study("example", resamples=99, outlets={"reference": "The Harbour Ledger"})
    table = study.compare(study.sentiment())
    contrasts = table[table["kind"] == "contrast"]
    assert set(contrasts["reference"]) == {"The Harbour Ledger"}
    assert "The Harbour Ledger" not in set(contrasts["outlet"])
    chart = fr.chart("loaded-terms", study)
    assert "against The Harbour Ledger" in chart.title
    assert chart.data.set_index("outlet").loc["The Harbour Ledger", "q_value"].isna().all()


def test_a_study_given_is_the_study(small: Path) -> None:
    study = fr.load_study(small)
    assert fr.load_study(study) is study
    assert fr.load_study(study, seed=5).settings.seed == 5
