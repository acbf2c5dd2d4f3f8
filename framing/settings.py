"""Settings: all that study.toml may say, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from framing.errors import FramingError

FIXED = "events.csv"
Voice = Literal["all", "own", "quoted"]


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Outlets(_Checked):
    """`order` from top to bottom (default: alphabetical); beyond seven outlets only those in
    `highlight` have a colour of their own; `reference` is the outlet others are compared with
    (default: each against the rest). `table` is a CSV file beside study.toml with a row an outlet,
    whose other columns (lean, country) become columns of the articles."""

    order: list[str] = []
    highlight: list[str] = []
    reference: str | None = None
    table: str | None = None


class Events(_Checked):
    """`align` finds which articles report the same event; "auto" does so where no article has an
    event, or a file `fixed` is there: events put right by hand (columns `article_id`, `event`),
    read if it lies beside study.toml. `follow_ups`: the events of a running story stay "separate"
    or become "one". `close_up` names the event of the recipe one-event (default: the one that
    most outlets report)."""

    align: bool | Literal["auto"] = "auto"
    window_days: int = Field(default=7, ge=0, le=3650)
    fixed: str = FIXED
    follow_ups: Literal["separate", "one"] = "separate"
    close_up: str | None = None


class Cleaning(_Checked):
    """Whether page furniture, credits and damaged characters are taken out of the texts first, see
    `clean_articles`."""

    apply: bool = True


class Copies(_Checked):
    """Exact and near copies: `drop` keeps the first of each group, `weight` counts each group as
    one article, `keep` keeps all. With `paraphrases` the same is done to paraphrases."""

    counting: Literal["drop", "weight", "keep"] = "drop"
    paraphrases: bool = False


class Sentiment(_Checked):
    lexicon: str = "vader"


class LoadedTerms(_Checked):
    """`voice`: "auto" counts the outlets' own words, but all words where quotation marks are
    damaged or unbalanced in more than a tenth of an outlet's articles, since leaving those
    articles out would leave some outlets with few. `categories`: which of the lexicon's, in
    this order (default: all)."""

    lexicon: str = "loaded-news"
    voice: Voice | Literal["auto"] = "auto"
    categories: list[str] = []


class Microframes(_Checked):
    """`axes`: names of `list_axes()`, and YAML files beside study.toml; or axes written out under
    [microframes.axes], each a table of two poles and their words, the negative pole first (default:
    of those of the package the nine that are most stable in the corpus). Axes that `axis_check`
    finds the corpus too small for are not drawn. `voice` as in `LoadedTerms`."""

    axes: list[str] | dict[str, dict[str, list[str]]] = []
    voice: Voice | Literal["auto"] = "auto"


class FrameClusters(_Checked):
    """`codes`: a CSV file beside study.toml with `article_id` and a column of 0 and 1 for each
    coded element, or the name of a column of the articles with the elements parted by "|". `k`: the
    number of frames (default: see `frame_clusters`). Without codes there is no such chart."""

    codes: str | None = None
    k: int | None = Field(default=None, ge=2, le=8)


class Frames(_Checked):
    """`lexicon`: "generic-frames", "policy-frames", "moral-foundations", or a file beside
    study.toml. `voice` as in `LoadedTerms`. `categories`: which of its frames (default: all)."""

    lexicon: str = "generic-frames"
    voice: Voice | Literal["auto"] = "auto"
    categories: list[str] = []


class WordChoice(_Checked):
    """`sets`: names of `list_word_sets()`, and files of sets beside study.toml; or sets written
    out, each a list of patterns or a table of names with their patterns (default: those of the
    package's between whose names most articles choose). `voice` as in `LoadedTerms`."""

    sets: list[str] | dict[str, list[str] | dict[str, Any]] = []
    voice: Voice | Literal["auto"] = "auto"


class Keyness(_Checked):
    terms: int = Field(default=10, ge=1, le=50)


class Collocations(_Checked):
    """The words near `term` (a word, a phrase, or with `*`): up to `window` words before or behind
    it; `words`: how many are drawn for each outlet. Without a term there is no such chart."""

    term: str | None = None
    window: int = Field(default=5, ge=1, le=50)
    words: int = Field(default=10, ge=1, le=50)


class Sources(_Checked):
    """`groups`: a CSV file beside study.toml with the columns speaker and group (default: kinds of
    speakers, see `sourcing`); `speech`: words between quotation marks ("direct"), words reported
    without ("indirect"), or "all"."""

    groups: str | None = None
    speech: Literal["direct", "indirect", "all"] = "direct"


class Agency(_Checked):
    """`groups`: actors by the patterns of their names, as ``police = ["police", "officer*"]`` under
    [agency.groups]. Without groups there is no such chart. Their sentences are parsed, which needs
    the extra `parse`."""

    groups: dict[str, list[str]] = {}


class Targets(_Checked):
    """`names`: people, groups or places by the patterns of their names, as
    ``police = ["police", "officer*"]`` under [targets.names]. Without names there is no chart of
    sentiment towards targets."""

    names: dict[str, list[str]] = {}


class Passives(_Checked):
    """Whether passives are found by "rules" or in a "parse", which needs the extra `parse`."""

    method: Literal["rules", "parse"] = "rules"


class TopicModel(_Checked):
    """`k`: the number of topics (default: the root of the number of articles, at most 20).
    `search`: numbers to try; without any there is no chart of the search, which takes a minute for
    thousands of articles. `refits`: how many other fits go into the chart topic-prevalence (0: it
    is not made). `topic`: whose words are compared by outlet, by number or label. `labels`: a
    table of names for topics, used where it is there. With method "structural": `prevalence`,
    columns that shares depend on (default: outlet, event and date), `content`, a column that words
    depend on, `seeded`, words by the name of a topic."""

    k: int | None = Field(default=None, ge=2, le=500)
    method: Literal["nmf", "lda", "structural"] = "nmf"
    words: int = Field(default=8, ge=1, le=50)
    search: list[int] = []
    refits: int = Field(default=0, ge=0, le=200)
    topic: int | str = 0
    labels: str = "topics.csv"
    prevalence: list[str] | None = None
    content: str | None = None
    seeded: dict[str, list[str]] = {}


class Robustness(_Checked):
    """Which result is made again with other choices: lexical sentiment, or a `category` of loaded
    terms (default: the one with most hits). `lexicons`: others to compare with (default: those
    that come with the package), for their agreement too. `terms`: how many are left out, one at a
    time."""

    measure: Literal["sentiment", "loaded_terms"] = "sentiment"
    category: str | None = None
    lexicons: list[str] = []
    terms: int = Field(default=10, ge=0, le=200)


class Audits(_Checked):
    """`files`: audits that were saved and marked, CSV files beside study.toml. Comparisons of what
    they audit then warn where an outlet's hits are right less often than the others'."""

    files: list[str] = []


class Codes(_Checked):
    """`folder`: the sheets of those who code, beside study.toml (see `framing code sample`).
    `gold`: a gold set, a CSV; or `column`: a column of the corpus that names each article's
    categories, joined by |. Without either the gold set is what the sheets agree on and what was
    decided."""

    folder: str | None = None
    gold: str | None = None
    column: str | None = None


class GoldSet(_Checked):
    """What is compared with the codes: the frames of `lexicon`. `match` says which of the
    lexicon's categories belongs to a code where their names differ."""

    lexicon: str = "generic-frames"
    match: dict[str, str] = {}


class Contrast(_Checked):
    """A contrast named before the results were seen; all others are exploratory."""

    measure: Literal[
        "lexical sentiment", "loaded terms", "word choice", "sourcing", "reporting verbs",
        "passives", "agency", "target sentiment", "deaths", "topics",
    ]  # fmt: skip
    outlet: str
    category: str


class Compare(_Checked):
    within: str | None = "event"
    interval: Literal["auto", "jackknife", "bootstrap", "none"] = "auto"
    resamples: int = Field(default=2000, ge=1, le=1_000_000)
    primary: list[Contrast] = []


class Settings(_Checked):
    """All that study.toml may say. Paths are relative to the file. `genres` keeps the articles of
    these genres alone, as in ["news"] (default: all)."""

    title: str = ""
    corpus: str = "."
    columns: dict[str, str] = {}
    genres: list[str] = []
    seed: int = Field(default=0, ge=0)
    outlets: Outlets = Outlets()
    cleaning: Cleaning = Cleaning()
    events: Events = Events()
    copies: Copies = Copies()
    sentiment: Sentiment = Sentiment()
    loaded_terms: LoadedTerms = LoadedTerms()
    frames: Frames = Frames()
    microframes: Microframes = Microframes()
    frame_clusters: FrameClusters = FrameClusters()
    word_choice: WordChoice = WordChoice()
    keyness: Keyness = Keyness()
    collocations: Collocations = Collocations()
    sources: Sources = Sources()
    agency: Agency = Agency()
    targets: Targets = Targets()
    passives: Passives = Passives()
    topics: TopicModel = TopicModel()
    compare: Compare = Compare()
    robustness: Robustness = Robustness()
    audit: Audits = Audits()
    gold: GoldSet = GoldSet()
    codes: Codes = Codes()
    figures: list[str] = []


def merged(said: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    whole = dict(said)
    for key, value in changes.items():
        if key == "resamples":
            key, value = "compare", {"resamples": value}
        if isinstance(value, Mapping):
            before = whole.get(key, {})
            if not isinstance(before, Mapping):
                continue  # no section: refused when all is checked
            value = {**before, **value}
        whole[key] = value
    return whole


def checked(said: Mapping[str, Any], where: str) -> Settings:
    try:
        return Settings.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            allowed = ", ".join(_allowed(first["loc"][:-1]))
            raise FramingError(
                f"{where}: the key {key!r} is not known; choose one of {allowed}."
            ) from None
        told = first["msg"][0].lower() + first["msg"][1:]
        raise FramingError(f"{where}: {key} = {first['input']!r}: {told}.") from None


def _allowed(sections: tuple[str | int, ...]) -> list[str]:
    model: Any = Settings
    for section in sections:
        if isinstance(section, str):
            annotation = model.model_fields[section].annotation
            model = getattr(annotation, "__args__", (annotation,))[0]
    return list(model.model_fields)
