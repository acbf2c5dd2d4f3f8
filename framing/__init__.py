"""Compare how news outlets frame the same events.

    import framing as fr

    corpus = fr.example()
    terms = fr.loaded_terms(corpus)
    table = fr.compare(terms, by="outlet", within="event")

Importing the package does nothing else: each public name is looked up in its module when it is
first used, nothing is fetched, and no seed or warnings filter is touched.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.auditing import Audit as Audit
    from framing.auditing import audit as audit
    from framing.auditing import mark_audit as mark_audit
    from framing.auditing import read_audit as read_audit
    from framing.batch import run as run
    from framing.charts.chart import Chart as Chart
    from framing.classifying import Classifier as Classifier
    from framing.classifying import classify as classify
    from framing.classifying import estimate_codes as estimate_codes
    from framing.classifying import learning_curve as learning_curve
    from framing.classifying import read_classifier as read_classifier
    from framing.classifying import train_classifier as train_classifier
    from framing.classifying import validate as validate
    from framing.cleaning import clean_articles as clean_articles
    from framing.cleaning import original_text as original_text
    from framing.coding import Codebook as Codebook
    from framing.coding import Coding as Coding
    from framing.coding import Gold as Gold
    from framing.coding import codes_measure as codes_measure
    from framing.coding import load_codebook as load_codebook
    from framing.coding import mark_coding as mark_coding
    from framing.coding import read_coding as read_coding
    from framing.coding import read_gold as read_gold
    from framing.coding import sample_units as sample_units
    from framing.collection.fetching import fetch_articles as fetch_articles
    from framing.collection.importing import import_articles as import_articles
    from framing.collection.manifests import export_manifest as export_manifest
    from framing.collection.rebuilding import rebuild_corpus as rebuild_corpus
    from framing.comparison import compare as compare
    from framing.comparison.agreement import LexiconAgreement as LexiconAgreement
    from framing.comparison.agreement import lexicon_agreement as lexicon_agreement
    from framing.comparison.collocations import collocations as collocations
    from framing.comparison.decomposition import decompose as decompose
    from framing.comparison.detectable import power_curve as power_curve
    from framing.comparison.detectable import smallest_difference as smallest_difference
    from framing.comparison.equivalence import equivalence as equivalence
    from framing.comparison.genres import genre_mix as genre_mix
    from framing.comparison.headlines import headline_gap as headline_gap
    from framing.comparison.keyness import keyness as keyness
    from framing.comparison.mapping import OutletMap as OutletMap
    from framing.comparison.microframes import axis_check as axis_check
    from framing.comparison.microframes import microframe_null as microframe_null
    from framing.comparison.microframes import microframe_words as microframe_words
    from framing.comparison.misclassification import (
        correct_misclassification as correct_misclassification,
    )
    from framing.comparison.models import compare_models as compare_models
    from framing.comparison.outlet_map import outlet_map as outlet_map
    from framing.comparison.periods import before_after as before_after
    from framing.comparison.phrases import phrase_map as phrase_map
    from framing.comparison.printing import format_comparison as format_comparison
    from framing.comparison.printing import methods_sentence as methods_sentence
    from framing.comparison.robustness import Robustness as Robustness
    from framing.comparison.robustness import robustness as robustness
    from framing.comparison.suggested_sets import suggest_sets as suggest_sets
    from framing.comparison.timeline import change_points as change_points
    from framing.comparison.timeline import rolling as rolling
    from framing.comparison.topic_correlation import topic_correlation as topic_correlation
    from framing.comparison.topic_prevalence import topic_prevalence as topic_prevalence
    from framing.comparison.topic_sentences import topic_sentences as topic_sentences
    from framing.comparison.topic_words import topic_keyness as topic_keyness
    from framing.comparison.wordscores import wordscores as wordscores
    from framing.concordance import kwic as kwic
    from framing.corpus import Corpus as Corpus
    from framing.corpus import Receipt as Receipt
    from framing.details import exclusive_details as exclusive_details
    from framing.duplicates import copied_passages as copied_passages
    from framing.duplicates import drop_duplicates as drop_duplicates
    from framing.duplicates import find_duplicates as find_duplicates
    from framing.duplicates import mark_duplicates as mark_duplicates
    from framing.duplicates import side_by_side as side_by_side
    from framing.duplicates import weight_duplicates as weight_duplicates
    from framing.errors import FramingError as FramingError
    from framing.events import align_events as align_events
    from framing.events import event_reasons as event_reasons
    from framing.events import pair_reasons as pair_reasons
    from framing.events import propose_events as propose_events
    from framing.features import Features as Features
    from framing.features import read_features as read_features
    from framing.lexicon import Lexicon as Lexicon
    from framing.lexicon import list_lexicons as list_lexicons
    from framing.lexicon import load_lexicon as load_lexicon
    from framing.measures.agency import agency as agency
    from framing.measures.agency import agency_verbs as agency_verbs
    from framing.measures.attraction import attraction as attraction
    from framing.measures.axes import Axis as Axis
    from framing.measures.axes import list_axes as list_axes
    from framing.measures.axes import load_axes as load_axes
    from framing.measures.casualties import casualties as casualties
    from framing.measures.casualties import casualty_mentions as casualty_mentions
    from framing.measures.casualties import casualty_toll as casualty_toll
    from framing.measures.casualties import deaths as deaths
    from framing.measures.embeddings import embed as embed
    from framing.measures.frame_clusters import FrameClusters as FrameClusters
    from framing.measures.frame_clusters import frame_clusters as frame_clusters
    from framing.measures.frames import frames as frames
    from framing.measures.headline_body import headline_body as headline_body
    from framing.measures.loaded_terms import loaded_terms as loaded_terms
    from framing.measures.measure import Measure as Measure
    from framing.measures.microframes import microframes as microframes
    from framing.measures.passives import passives as passives
    from framing.measures.reporting_verbs import reporting_verbs as reporting_verbs
    from framing.measures.sentiment import sentiment as sentiment
    from framing.measures.sentiment import sentiment_balance as sentiment_balance
    from framing.measures.sentiment import sentiment_misses as sentiment_misses
    from framing.measures.sourcing import quotation_share as quotation_share
    from framing.measures.sourcing import sourcing as sourcing
    from framing.measures.speakers import speakers as speakers
    from framing.measures.target_sentiment import target_sentiment as target_sentiment
    from framing.measures.target_sentiment import target_words as target_words
    from framing.measures.topics import StructuralTopics as StructuralTopics
    from framing.measures.topics import Topics as Topics
    from framing.measures.topics import TopicSearch as TopicSearch
    from framing.measures.topics import label_topics as label_topics
    from framing.measures.topics import structural_topics as structural_topics
    from framing.measures.topics import topic_search as topic_search
    from framing.measures.topics import topics as topics
    from framing.measures.vectors import WordVectors as WordVectors
    from framing.measures.vectors import word_vectors as word_vectors
    from framing.measures.word_choice import word_choice as word_choice
    from framing.measures.word_sets import WordSet as WordSet
    from framing.measures.word_sets import list_word_sets as list_word_sets
    from framing.measures.word_sets import load_word_sets as load_word_sets
    from framing.parsing import Parses as Parses
    from framing.parsing import parse as parse
    from framing.quoting import quotations as quotations
    from framing.readers import example as example
    from framing.readers import read_corpus as read_corpus
    from framing.recipes import chart as chart
    from framing.recipes import list_recipes as list_recipes
    from framing.sharing import export_features as export_features
    from framing.study import Study as Study
    from framing.study import load_study as load_study
    from framing.tokens import Tokens as Tokens
    from framing.tokens import tokenize as tokenize

__version__ = "0.1.0"

# Public name → the module that defines it. No module may bear a public name: importing it would
# put the module where the name is looked for.
_MODULES = {
    "Audit": "framing.auditing",
    "Axis": "framing.measures.axes",
    "Chart": "framing.charts.chart",
    "Classifier": "framing.classifying",
    "Codebook": "framing.coding",
    "Coding": "framing.coding",
    "Corpus": "framing.corpus",
    "Features": "framing.features",
    "FrameClusters": "framing.measures.frame_clusters",
    "FramingError": "framing.errors",
    "Gold": "framing.coding",
    "Lexicon": "framing.lexicon",
    "LexiconAgreement": "framing.comparison.agreement",
    "Measure": "framing.measures.measure",
    "OutletMap": "framing.comparison.mapping",
    "Parses": "framing.parsing",
    "Receipt": "framing.corpus",
    "Robustness": "framing.comparison.robustness",
    "Study": "framing.study",
    "Tokens": "framing.tokens",
    "TopicSearch": "framing.measures.topics",
    "Topics": "framing.measures.topics",
    "WordSet": "framing.measures.word_sets",
    "WordVectors": "framing.measures.vectors",
    "agency": "framing.measures.agency",
    "agency_verbs": "framing.measures.agency",
    "align_events": "framing.events",
    "audit": "framing.auditing",
    "attraction": "framing.measures.attraction",
    "axis_check": "framing.comparison.microframes",
    "before_after": "framing.comparison.periods",
    "casualties": "framing.measures.casualties",
    "casualty_mentions": "framing.measures.casualties",
    "casualty_toll": "framing.measures.casualties",
    "change_points": "framing.comparison.timeline",
    "chart": "framing.recipes",
    "clean_articles": "framing.cleaning",
    "classify": "framing.classifying",
    "codes_measure": "framing.coding",
    "collocations": "framing.comparison.collocations",
    "compare": "framing.comparison",
    "compare_models": "framing.comparison.models",
    "copied_passages": "framing.duplicates",
    "correct_misclassification": "framing.comparison.misclassification",
    "deaths": "framing.measures.casualties",
    "decompose": "framing.comparison.decomposition",
    "drop_duplicates": "framing.duplicates",
    "embed": "framing.measures.embeddings",
    "equivalence": "framing.comparison.equivalence",
    "estimate_codes": "framing.classifying",
    "event_reasons": "framing.events",
    "example": "framing.readers",
    "exclusive_details": "framing.details",
    "export_features": "framing.sharing",
    "export_manifest": "framing.collection.manifests",
    "fetch_articles": "framing.collection.fetching",
    "find_duplicates": "framing.duplicates",
    "format_comparison": "framing.comparison.printing",
    "frames": "framing.measures.frames",
    "frame_clusters": "framing.measures.frame_clusters",
    "genre_mix": "framing.comparison.genres",
    "headline_body": "framing.measures.headline_body",
    "headline_gap": "framing.comparison.headlines",
    "import_articles": "framing.collection.importing",
    "keyness": "framing.comparison.keyness",
    "kwic": "framing.concordance",
    "learning_curve": "framing.classifying",
    "lexicon_agreement": "framing.comparison.agreement",
    "list_axes": "framing.measures.axes",
    "list_lexicons": "framing.lexicon",
    "list_recipes": "framing.recipes",
    "list_word_sets": "framing.measures.word_sets",
    "load_axes": "framing.measures.axes",
    "load_codebook": "framing.coding",
    "load_lexicon": "framing.lexicon",
    "load_word_sets": "framing.measures.word_sets",
    "load_study": "framing.study",
    "loaded_terms": "framing.measures.loaded_terms",
    "mark_audit": "framing.auditing",
    "mark_coding": "framing.coding",
    "mark_duplicates": "framing.duplicates",
    "methods_sentence": "framing.comparison.printing",
    "microframe_null": "framing.comparison.microframes",
    "microframe_words": "framing.comparison.microframes",
    "microframes": "framing.measures.microframes",
    "original_text": "framing.cleaning",
    "outlet_map": "framing.comparison.outlet_map",
    "pair_reasons": "framing.events",
    "parse": "framing.parsing",
    "passives": "framing.measures.passives",
    "phrase_map": "framing.comparison.phrases",
    "power_curve": "framing.comparison.detectable",
    "propose_events": "framing.events",
    "quotation_share": "framing.measures.sourcing",
    "quotations": "framing.quoting",
    "read_audit": "framing.auditing",
    "read_classifier": "framing.classifying",
    "read_coding": "framing.coding",
    "read_corpus": "framing.readers",
    "read_features": "framing.features",
    "read_gold": "framing.coding",
    "rebuild_corpus": "framing.collection.rebuilding",
    "reporting_verbs": "framing.measures.reporting_verbs",
    "robustness": "framing.comparison.robustness",
    "rolling": "framing.comparison.timeline",
    "run": "framing.batch",
    "sample_units": "framing.coding",
    "sentiment": "framing.measures.sentiment",
    "sentiment_balance": "framing.measures.sentiment",
    "sentiment_misses": "framing.measures.sentiment",
    "side_by_side": "framing.duplicates",
    "smallest_difference": "framing.comparison.detectable",
    "sourcing": "framing.measures.sourcing",
    "speakers": "framing.measures.speakers",
    "target_sentiment": "framing.measures.target_sentiment",
    "target_words": "framing.measures.target_sentiment",
    "tokenize": "framing.tokens",
    "label_topics": "framing.measures.topics",
    "structural_topics": "framing.measures.topics",
    "StructuralTopics": "framing.measures.topics",
    "topic_correlation": "framing.comparison.topic_correlation",
    "topic_keyness": "framing.comparison.topic_words",
    "topic_prevalence": "framing.comparison.topic_prevalence",
    "topic_search": "framing.measures.topics",
    "topic_sentences": "framing.comparison.topic_sentences",
    "topics": "framing.measures.topics",
    "train_classifier": "framing.classifying",
    "validate": "framing.classifying",
    "weight_duplicates": "framing.duplicates",
    "suggest_sets": "framing.comparison.suggested_sets",
    "word_choice": "framing.measures.word_choice",
    "word_vectors": "framing.measures.vectors",
    "wordscores": "framing.comparison.wordscores",
}

__all__ = ["__version__", *_MODULES]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
