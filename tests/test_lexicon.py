"""Lexicons: reading files, matching patterns, the rules of negation and titles."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingError
from framing.lexicon import FOLDER, Lexicon, list_lexicons, load_lexicon
from framing.lexicon.matching import words_of
from framing.tokens import Chunk, fold, make_chunk

ROOT = Path(__file__).resolve().parent.parent
JUDGEMENTS = ROOT / "tools" / "lexicon_judgements.csv"


def chunk_of(*texts: str) -> Chunk:
    return make_chunk([str(number) for number in range(len(texts))], texts)


def hits(lexicon: Lexicon | list[str], *texts: str) -> list[str]:
    """The text of each hit, in order, the category before it if there are several."""
    if isinstance(lexicon, list):
        lexicon = Lexicon.from_dict({"x": lexicon})
    chunk = chunk_of(*texts)
    names = list(lexicon.categories)
    found = []
    matches = lexicon.match(chunk)
    for category, start, end in zip(
        matches.category, matches.token_start, matches.token_end, strict=True
    ):
        text = chunk.texts[chunk.token_article[start]]
        span = text[chunk.char_start[start] : chunk.char_end[end - 1]]
        found.append(span if len(names) == 1 else f"{names[category]}: {span}")
    return found


def ruled(pattern: str, text: str, **rules: str) -> list[str]:
    return hits(Lexicon.from_dict({"x": {"patterns": [pattern], **rules}}), text)


# --- patterns ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("regime", "The regime; Regimes; REGIME.", ["regime", "REGIME"]),
        ("regime*", "The regime, its regimes, a sub-regime.", ["regime", "regimes"]),
        ("*regime", "A sub-regime and a regime.", ["sub-regime", "regime"]),
        ("radicali?ed", "radicalised, radicalized, radicalied", ["radicalised", "radicalized"]),
        ("a*b*c", "abc axbyc acb ABxxC", ["abc", "axbyc", "ABxxC"]),
        ("w?m?n", "women, woman, womxn, wmn", ["women", "woman", "womxn"]),
        ("=may", "May may MAY may.", ["may", "may"]),
        ("=Le Pen", "Le Pen, le pen", ["Le Pen"]),
        ("so-called", "the so-called plan, so called", ["so-called"]),
        ("don't", "don't don’t DON'T dont", ["don't", "don’t", "DON'T"]),
        ("don’t", "don't don’t", ["don't", "don’t"]),
        ("u.s.", "The U.S. and the u.s. did.", ["U.S.", "u.s."]),
        ("in fact", "In fact it was; in, fact; infact; in the fact", ["In fact"]),
        ("in  fact", "In\n fact", ["In\n fact"]),
        ("of its kind", "the first of its kind of its type", ["of its kind"]),
        ("claim* * lives", "claimed 12 lives, claiming many more lives", ["claimed 12 lives"]),
        ("straße", "STRASSE Straße", ["STRASSE", "Straße"]),
        ("café", "cafe\u0301 CAFÉ cafe", ["cafe\u0301", "CAFÉ"]),
        ("危机", "经济危机来了", ["危机"]),
        ("ازمة", "هذه ازمة كبيرة", ["ازمة"]),
        ("संकट", "यह संकट है", ["संकट"]),
        ("кризис*", "Кризисы и кризис.", ["Кризисы", "кризис"]),
        (":)", "Well :) and : )", [":)", ": )"]),
    ],
)
def test_what_a_pattern_matches(pattern: str, text: str, found: list[str]) -> None:
    assert hits([pattern], text) == found


def test_a_wildcard_is_never_a_mark() -> None:
    assert hits(["at *"], "at , at — at once") == ["at once"]
    assert hits(["no?"], "no, not now") == ["not", "now"]


def test_a_phrase_ends_with_its_sentence_and_its_article() -> None:
    assert hits(["fact it"], "It is a fact. It rains.") == []
    assert hits(["fact it"], "a fact", "it rains") == []
    assert hits(["fact it"], "A fact it is.") == ["fact it"]


@pytest.mark.parametrize(
    ("patterns", "text", "found"),
    [
        (["in fact", "fact", "in"], "in fact", ["in fact"]),
        (["a b", "b c d"], "a b c d", ["a b"]),
        (["a", "b c"], "a b c", ["a", "b c"]),
        (["b a"], "b a b a b a", ["b a"] * 3),
        (["a a"], "a a a a a", ["a a", "a a"]),
        (["war*", "warm", "w*"], "war warm", ["war", "warm"]),
    ],
)
def test_of_overlapping_matches_the_first_and_longest_counts(
    patterns: list[str], text: str, found: list[str]
) -> None:
    assert hits(patterns, text) == found
    assert hits(patterns[::-1], text) == found


def test_categories_are_independent() -> None:
    lexicon = Lexicon.from_dict({"long": ["of course"], "short": ["course"], "other": ["of *"]})
    assert hits(lexicon, "Of course.") == ["long: Of course", "other: Of course", "short: course"]


def test_nothing_within_an_exception_is_a_hit() -> None:
    lexicon = Lexicon.from_dict(
        {
            "doubt": {"patterns": ["claim*", "claimed by many"], "except": ["claim* asylum", "by"]},
            "all": ["claim*"],
        }
    )
    text = "They claim asylum. She claims it. Claimed by many."
    assert hits(lexicon, text) == [
        "all: claim",
        "doubt: claims",
        "all: claims",
        "doubt: Claimed by many",
        "all: Claimed",
    ]


# --- the rules of negation and titles ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("It is not dramatic.", True),
        ("It is no dramatic change.", True),
        ("It was never a dramatic change.", True),
        ("It isn't very dramatic.", True),
        ("It isn’t dramatic.", True),
        ("without any dramatic change", True),
        ("They cannot expect dramatic changes.", True),
        ("neither large nor dramatic", True),
        ("not a very large dramatic change", False),  # four words before
        ("It was not large, dramatic as it seemed.", False),
        ("not large but dramatic", False),
        ("He did not say that dramatic changes came.", False),
        ("It was not. Dramatic changes came.", False),
        ("not only dramatic but new", False),
        ("no doubt dramatic", False),
        ("not the only dramatic change", False),
        ("“not” dramatic", True),
        ("dramatic, not large", False),
        ("dramatic", False),
    ],
)
def test_negation(text: str, negated: bool) -> None:
    assert len(ruled("dramatic", text, negation="drop")) == (0 if negated else 1)
    assert len(ruled("dramatic", text)) == 1


def test_a_negation_within_the_pattern_does_not_negate_it() -> None:
    assert ruled("no doubt", "There is no doubt.", negation="drop") == ["no doubt"]


@pytest.mark.parametrize(
    ("text", "titled"),
    [
        ("He saw “The Battle of Algiers” on Friday.", True),
        ("“Battle of the Sexes” opens on Friday.", True),
        ("'Battle Cry' opens on Friday.", True),
        ("He liked “Battle” best of all.", True),
        ("the Battle of Hastings was fought", True),
        ("the International Battle Group said so on its own page", True),
        ("He met with Anna Battle on Friday in town.", True),
        ("a battle for the Assembly began", False),
        ("Battle began on Friday at noon.", False),
        ("“Battle is coming,” he said.", False),
        ("He said: “Battle Creek will be spared by the army.”", False),
        ("This is a BATTLE FOR ALL of us here.", False),
        ("Army Wins Battle For Town", False),
        ("“It was a Battle for me and for everyone else here.”", False),
    ],
)
def test_titles_and_names(text: str, titled: bool) -> None:
    assert len(ruled("battle", text, titles="drop")) == (0 if titled else 1)
    assert len(ruled("battle", text)) == 1


def test_a_phrase_can_be_part_of_a_title() -> None:
    text = "the War on Want charity began a war on want"
    assert ruled("war on", text, titles="drop") == ["war on"]


# --- against a slow and plain way --------------------------------------------------------------


def plain_matches(patterns: list[str], chunk: Chunk) -> list[tuple[int, int]]:
    """Every pattern at every token, written out."""
    tokens = [str(chunk.types.strings[number]) for number in chunk.ids]

    def fits(word: str, exact: bool, at: int) -> bool:
        if ("*" in word or "?" in word) and not chunk.word[at]:
            return False
        glob = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in word)
        token = tokens[at] if exact else fold(tokens[at])
        return re.fullmatch(glob, token, re.DOTALL) is not None

    spans = set()
    for pattern in patterns:
        words = words_of(pattern)
        for start in range(len(tokens) - len(words) + 1):
            end = start + len(words)
            same = chunk.token_sentence[start] == chunk.token_sentence[end - 1]
            if same and all(
                fits(*word, at) for word, at in zip(words, range(start, end), strict=True)
            ):
                spans.add((start, end))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


WORDS = ["a", "b", "ab", "ba", "A", "Ab", "aab", "é", "don't", "b-a", "了", ",", ". B"]
GLOBS = ["a", "b", "ab", "a*", "*a", "?b", "a?", "*", "A", "b*a", "don't", "é", "了", "="]


@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=4),
    lists=st.lists(
        st.lists(
            st.lists(st.sampled_from(GLOBS[:-1]), min_size=1, max_size=3).map(" ".join)
            | st.sampled_from(["=A", "=Ab a", "=a*"]),
            min_size=1,
            max_size=5,
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_matches_are_those_of_a_plain_search(texts: list[str], lists: list[list[str]]) -> None:
    lists = [[pattern for pattern in patterns if set(pattern) - set("* ")] for patterns in lists]
    lists = [patterns for patterns in lists if patterns] or [["a"]]
    lexicon = Lexicon.from_dict({str(number): patterns for number, patterns in enumerate(lists)})
    chunk = chunk_of(*texts)
    matches = lexicon.match(chunk)
    for number, patterns in enumerate(lists):
        mine = matches.where(matches.category == number)
        spans = list(zip(mine.token_start.tolist(), mine.token_end.tolist(), strict=True))
        assert spans == plain_matches(patterns, chunk)
    order = list(zip(matches.token_start.tolist(), matches.category.tolist(), strict=True))
    assert all(before < after for before, after in pairwise(order))


@given(text=st.text(max_size=60))
def test_any_text_is_matched_without_fault(text: str) -> None:
    lexicon = Lexicon.from_dict(
        {"x": {"patterns": ["a*", "*b", "c ? d", "=E"], "negation": "drop", "titles": "drop"}}
    )
    matches = lexicon.match(chunk_of(text, text))
    assert len(matches) % 2 == 0


# --- files ---------------------------------------------------------------------------------------


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


OWN = """
name: mine
version: "2"
language: en
licence: MIT
definition: Some words.
categories:
  doubt:
    definition: Words of doubt.
    source: A book.
    negation: drop
    titles: drop
    patterns: [so-called, "no", on]
    except: [so-called friend*]
  bare: [yes]
"""


def test_our_own_yaml(tmp_path: Path) -> None:
    lexicon = load_lexicon(written(tmp_path, "some.yaml", OWN))
    assert (lexicon.name, lexicon.version, lexicon.licence) == ("mine", "2", "MIT")
    doubt = lexicon.categories["doubt"]
    assert doubt.patterns == ("so-called", "no", "on")
    assert doubt.exceptions == ("so-called friend*",)
    assert (doubt.negation, doubt.titles) == ("drop", "drop")
    assert lexicon.categories["bare"].patterns == ("yes",)
    assert str(lexicon) == "Lexicon('mine', 2 categories, 4 patterns)"


def test_quanteda_yaml(tmp_path: Path) -> None:
    text = """
    US:
      MA: Boston
      CA: [Sacramento, "los angeles"]
      '': Washington DC
    Economy:
      - tax*
      - Work: [job, jobs]
      - Trade:
          Goods: [import*]
    Other: [more, lamb]
    """
    lexicon = load_lexicon(written(tmp_path, "nested.yml", text))
    assert {name: list(entry.patterns) for name, entry in lexicon.categories.items()} == {
        "US/MA": ["Boston"],
        "US/CA": ["Sacramento", "los angeles"],
        "US": ["Washington DC"],
        "Economy/Work": ["job", "jobs"],
        "Economy/Trade/Goods": ["import*"],
        "Economy": ["tax*"],
        "Other": ["more", "lamb"],
    }
    assert lexicon.name == "nested"


def test_liwc(tmp_path: Path) -> None:
    text = "%\n01\tposemo\n02\tnegemo\n%\n\nlove*\t01\nno doubt\t01\nhate\t02 01\nsad  02\n"
    lexicon = load_lexicon(written(tmp_path, "small.dic", text))
    assert {name: entry.patterns for name, entry in lexicon.categories.items()} == {
        "posemo": ("love*", "no doubt", "hate"),
        "negemo": ("hate", "sad"),
    }
    assert lexicon.notes == ()


def test_liwc_with_levels_labels_and_conditions(tmp_path: Path) -> None:
    text = (
        "%\n1\tfunction (Function words)\n\t2\tpronoun (Pronouns)\n\t\t3\tppron\n4\taffect\n%\n"
        "she\t1\t2\t3\nkind\t4 <of>131/125\nlike\t(02 134)125/464\t4\n"
    )
    lexicon = load_lexicon(written(tmp_path, "levels.dic", text))
    assert {name: entry.patterns for name, entry in lexicon.categories.items()} == {
        "function": ("she",),
        "function/pronoun": ("she",),
        "function/pronoun/ppron": ("she",),
        "affect": ("kind", "like"),
    }
    assert lexicon.categories["function/pronoun"].definition == "Pronouns"
    assert [note.split(" of ")[0] for note in lexicon.notes] == [
        "line 8: the condition '<of>131/125'",
        "line 9: the condition '(02 134)125/464'",
    ]


def test_csv(tmp_path: Path) -> None:
    text = 'category,pattern,weight\nup,soar*,2\nup,"rise, again",1\ndown,fall,-0.5\n'
    lexicon = load_lexicon(written(tmp_path, "table.csv", text))
    assert lexicon.categories["up"].patterns == ("soar*", "rise, again")
    assert lexicon.patterns["weight"].tolist() == [2.0, 1.0, -0.5]
    plain = load_lexicon(written(tmp_path, "plain.csv", "Category,Pattern\nup,soar*\n"))
    assert plain.patterns["weight"].tolist() == [1.0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("scores.txt", "good\t1.9\t0.9\t[2, 1]\nbad\t-2.5\n:)\t2.0\n"),
        ("scores.csv", "word,score\ngood,1.9\nbad,-2.5\n:),2\n"),
    ],
)
def test_words_with_scores(tmp_path: Path, name: str, content: str) -> None:
    lexicon = load_lexicon(written(tmp_path, name, content))
    assert lexicon.weights == {"good": 1.9, "bad": -2.5, ":)": 2.0}
    assert not lexicon.categories
    with pytest.raises(FramingError, match="has scores and no categories"):
        lexicon.match(chunk_of("good"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "latin.csv", "category,pattern\nx,café\n".encode(encoding))
    assert load_lexicon(path).categories["x"].patterns == ("café",)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.yaml", "", "is wanted"),
        ("a.yaml", "just words", "mapping of categories"),
        ("a.yaml", "- a\n- b", "mapping of categories"),
        ("a.yaml", "a: [b\n", "not YAML"),
        ("a.yaml", "a: [b]\na: [c]", "second time"),
        ("a.yaml", "a: []", "no patterns"),
        ("a.yaml", "a: ['']", "without a letter"),
        ("a.yaml", "a: ['*']", "without a letter"),
        ("a.yaml", "a: ['=']", "without a letter"),
        ("a.yaml", "a: ['" + "x" * 300 + "']", "300 characters"),
        ("a.yaml", "a: [[b]]", "list within a list"),
        ("a.yaml", "? [a]\n: b", "for a key"),
        ("a.yaml", "a: [b]\n---\na: [c]", "one YAML document"),
        ("a.yaml", "name: x\ncategories: {a: {patterns: [b], negation: maybe}}", "choose one of"),
        ("a.yaml", "name: x\ncategories: {a: {pattern: [b]}}", "choose one of"),
        ("a.yaml", "name: x\ncategories: {a: {patterns: b}}", "list of patterns"),
        ("a.yaml", "name: x\nauthor: y\ncategories: {a: [b]}", "'author' is not known"),
        ("a.yaml", "name: [x]\ncategories: {a: [b]}", "not text"),
        ("a.yaml", "a: &x [b]\nc: *x", "anchor"),
        ("a.yaml", "[" * 100_000, "nested deeper"),
        ("a.yaml", "a: " + "{b: " * 50, "nested deeper"),
        ("a.dic", "1\tposemo\n", "lines of '%'"),
        ("a.dic", "%\nposemo\n%\nlove\t1\n", "lacks its number"),
        ("a.dic", "%\n1\tposemo\n%\nlove\t7\n", "category 7"),
        ("a.csv", "word\ngood\n", "its columns are word"),
        ("a.csv", "", "its columns are none"),
        ("a.csv", "word,score\ngood,high\n", "where a number is wanted"),
        ("a.csv", "word,score\n,1\n", "without its word"),
        ("a.csv", "category,pattern\n,good\n", "without a name"),
        ("a.csv", "category,pattern\nx\n", "not text"),
        ("a.txt", "good\n", "where a number is wanted"),
        ("a.txt", "good\tinf\n", "where a number is wanted"),
        ("a.txt", "", "no categories"),
        ("a.pdf", "x", "ends in '.pdf'"),
    ],
)
def test_bad_files_give_one_sentence(tmp_path: Path, name: str, content: str, message: str) -> None:
    path = written(tmp_path, name, content)
    started = time.process_time()
    with pytest.raises(FramingError, match=message) as caught:
        load_lexicon(path)
    assert time.process_time() - started < 2
    assert "\n" not in str(caught.value)


def test_yaml_constructs_nothing(tmp_path: Path) -> None:
    text = "a: [!!python/object/apply:os.getcwd [], b]"
    with pytest.raises(FramingError, match="list within a list"):
        load_lexicon(written(tmp_path, "tags.yaml", text))
    tagged = load_lexicon(
        written(tmp_path, "tagged.yaml", "a: [!!python/name:os.getcwd b, !!int 1]")
    )
    assert tagged.categories["a"].patterns == ("b", "1")


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)
    ]
    with pytest.raises(FramingError, match="anchor"):
        load_lexicon(written(tmp_path, "bomb.yaml", "\n".join(lines)))


def test_a_file_that_is_not_there_or_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FramingError, match="cannot be read"):
        load_lexicon(tmp_path / "none.yaml")
    with pytest.raises(
        FramingError, match="lexicon='nrc' is not known; choose one of 'loaded-news'"
    ):
        load_lexicon("nrc")
    monkeypatch.setattr("framing.lexicon.files.MAX_BYTES", 3)
    with pytest.raises(FramingError, match="at most 3 are read"):
        load_lexicon(written(tmp_path, "a.yaml", "a: [b]"))


def test_no_glob_makes_the_matcher_hang() -> None:
    started = time.process_time()
    glob = "a*" * 60 + "b"
    assert hits([glob, "*" + glob], "a" * 5000 + " " + "a" * 100 + "b") == ["a" * 100 + "b"]
    assert len(hits(["a a"], "a " * 100_000)) == 50_000
    assert time.process_time() - started < 5


# --- a lexicon ---------------------------------------------------------------------------------


def test_the_content_hash_is_of_what_counts() -> None:
    first = Lexicon.from_dict({"x": ["a", "b"], "y": ["c"]}, name="one", definition="Words.")
    same = Lexicon.from_dict({"y": ["c"], "x": ["b", "a"]}, name="two", version="9")
    assert first.content_hash == same.content_hash
    others = [
        {"x": ["a"], "y": ["c"]},
        {"x": ["a", "b", "c"]},
        {"x": ["a", "=b"], "y": ["c"]},
        {"x": {"patterns": ["a", "b"], "negation": "drop"}, "y": ["c"]},
        {"x": {"patterns": ["a", "b"], "titles": "drop"}, "y": ["c"]},
        {"x": {"patterns": ["a", "b"], "exceptions": ["a b"]}, "y": ["c"]},
        {"x": {"patterns": ["a", "b"], "weights": [1, 2]}, "y": ["c"]},
    ]
    hashes = {Lexicon.from_dict(other).content_hash for other in others}
    assert len(hashes | {first.content_hash}) == len(others) + 1


def test_weights_must_fit_their_patterns() -> None:
    with pytest.raises(FramingError, match="one weight for each"):
        Lexicon.from_dict({"x": {"patterns": ["a", "b"], "weights": [1]}})


def test_the_report_marks_what_is_dead_or_bare() -> None:
    texts = ["A so-called plan. So-called!", "The plan.", "A so-called end."]
    corpus = fr.Corpus.from_frame(pd.DataFrame({"outlet": list("AAB"), "text": texts}))
    lexicon = Lexicon.from_dict(
        {
            "doubt": {"patterns": ["so-called", "alleged"], "definition": "Doubt."},
            "bare": ["plan", "x"],
        }
    )
    report = lexicon.report(corpus)
    assert list(report.columns) == ["category", "pattern", "n_hits", "n_articles", "note"]
    assert report["pattern"].tolist() == ["so-called", "alleged", "plan", "x"]
    assert report["n_hits"].tolist() == [3, 0, 2, 0]
    assert report["n_articles"].tolist() == [2, 0, 2, 0]
    bare = "category without a definition"
    assert report["note"].tolist() == ["", "no hit", bare, f"no hit; {bare}"]


def test_vader_is_read_and_not_run() -> None:
    vader = load_lexicon("vader")
    folder = Path(next(iter(find_spec("vaderSentiment").submodule_search_locations)))
    lines = (folder / "vader_lexicon.txt").read_text(encoding="utf-8").splitlines()
    assert vader.weights == {
        line.split("\t")[0].strip(): float(line.split("\t")[1]) for line in lines
    }
    code = (
        "import framing, sys; framing.load_lexicon('vader'); print('vaderSentiment' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_index_is_in_step_with_the_lexicons() -> None:
    index = list_lexicons().set_index("name")
    files = [*FOLDER.glob("*.yaml"), *FOLDER.glob("*.tsv")]
    assert set(index.index) == {path.stem for path in files} | {"vader"}
    for name, row in index.iterrows():
        lexicon = load_lexicon(name)
        size = len(lexicon.weights) or len(lexicon.patterns)
        assert (row["categories"], row["patterns"]) == (len(lexicon.categories), size)
        assert (row["version"], row["licence"]) == (lexicon.version, lexicon.licence)
        assert lexicon.definition.startswith(row["definition"])


# --- loaded-news -------------------------------------------------------------------------------


def test_every_category_is_defined_and_sourced() -> None:
    lexicon = load_lexicon("loaded-news")
    assert len(lexicon.categories) >= 16
    for category in lexicon.categories.values():
        assert category.definition.endswith(".")
        assert category.source
        assert len(category.patterns) >= 15
        folded = [tuple(words_of(pattern)) for pattern in category.patterns]
        assert len(set(folded)) == len(folded)


def test_every_exception_could_hold_a_hit() -> None:
    """An exception within which none of the category's patterns can stand does nothing."""
    for name, category in load_lexicon("loaded-news").categories.items():
        lexicon = Lexicon.from_dict({name: list(category.patterns)})
        for exception in category.exceptions:
            one_word = exception.replace(" * ", " x ").replace("?", "e")
            variants = [one_word.replace("*", ending) for ending in ("", "s", "ed")]
            variants += [one_word.replace("* x", f"{ending} x") for ending in ("", "s", "ed")]
            assert any(hits(lexicon, variant) for variant in variants), (name, exception)


def test_at_least_eight_hits_in_ten_fit_their_category() -> None:
    judged = pd.read_csv(JUDGEMENTS)
    drawn = judged[judged["drawn"] == "hits"].groupby("category")["fits"]
    assert set(drawn.groups) == set(load_lexicon("loaded-news").categories)
    assert (drawn.size() == 50).all()
    assert (drawn.mean() >= 0.8).all()


def test_the_documented_table_is_that_of_the_judgements() -> None:
    judged = pd.read_csv(JUDGEMENTS)
    fit = judged[judged["drawn"] == "hits"].groupby("category")["fits"].sum()
    page = (ROOT / "docs" / "lexicon.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines()]
    table = {row[0]: row for row in rows if row[0] in fit.index}
    for name, category in load_lexicon("loaded-news").categories.items():
        assert table[name][1] == str(len(category.patterns))
        assert int(table[name][2]) >= 15
        assert table[name][6] == str(fit[name])


def test_loaded_news_occurs_in_real_news(news2017: fr.Corpus) -> None:
    tokens = fr.tokenize(news2017)
    report = load_lexicon("loaded-news").report(tokens)
    assert (report["n_hits"] > 0).groupby(report["category"]).sum().min() >= 15
    evidence = fr.loaded_terms(tokens).evidence
    judged = pd.read_csv(JUDGEMENTS, dtype={"article_id": "str"})
    judged = judged[judged["drawn"] == "hits"]
    spans = ["article_id", "char_start", "char_end", "category"]
    assert len(judged.merge(evidence[spans])) == len(judged)


def test_matching_real_news_takes_a_fraction_of_a_second(news2017: fr.Corpus) -> None:
    chunks = list(fr.tokenize(news2017).chunks())
    lexicon = load_lexicon("loaded-news")
    lexicon.match(chunks[0])
    started = time.process_time()
    found = [len(lexicon.match(chunk)) for chunk in chunks]
    assert time.process_time() - started < 1.5
    assert np.sum(found) > 30_000
