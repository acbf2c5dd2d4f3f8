"""What Nexis calls the parts of a document, in the languages of its interface."""

from __future__ import annotations

import re

# Column of a corpus: the labels that stand before it, without accents and in lower case.
_LABELS = {
    "author": "byline|by-line|author|autor|autores|auteur|auteurs|autore|door",
    "section": "section|rubrik|rubrique|sectie|seccion|sezione|secao",
    "length_stated": "length|lange|longueur|lengte|longitud|extension|lunghezza|comprimento",
    "dateline": "dateline|ort|datumregel",
    "subtitle": "highlight|hoogtepunt|encart|insert",
    "title": "headline|title|titel|titre|titulo|titolo|kop|uberschrift",
    "series": "series|serie",
    "load_date": "load-date|loaddate|date-chargement|update|ladedatum|laaddatum|fecha-carga",
    "caption": "graphic|graphique|grafik|grafiek|photo|photos|cutline|chart",
    "language": "language|sprache|langue|taal|idioma|lengua|lingua",
    "document_type": "document-type|type|dokumenttyp|type-document",
    "publication_type": "publication-type|type-publication|publikationstyp|publicatietype"
    "|tipo-publicacion|zeitungstyp",
    "journal_code": "journal-code|code-journal|zeitungscode|pub-code",
    "subject": "subject|sujet|thema|onderwerp|tema|materia|soggetto",
    "company": "company|societe|firma|bedrijf|empresa",
    "organization": "organization|organisation|organisatie",
    "person": "person|personne|persoon|persona",
    "industry": "industry|secteur-activite|activity-sector|branche",
    "ticker": "ticker|stock-symbol|symbole-boursier",
    "geographic": "geographic|localisation-geo|geo-localization|geographie|geographisch",
    "city": "city",
    "state": "state",
    "country": "country|publication-source-country",
    "category": "category|enhancement",
    "url": "url",
    "accession": "acc-no|accession|accession-number",
    "correction": "correction|notes|note",
    "correction_date": "correction-date",
    "distribution": "distribution",
    "source_name": "source",
    "text": "body|text|texte|corps|cuerpo|corpo|hauptteil|volltext",
    "classification": "classification|klassifikation|klassifizierung|classificatie|clasificacion",
}
COLUMN = {label: column for column, labels in _LABELS.items() for label in labels.split("|")}
# Those that stand after the text.
TAIL = {
    *("load_date", "caption", "language", "document_type", "publication_type", "journal_code"),
    *("subject", "company", "organization", "person", "industry", "ticker", "geographic", "city"),
    *("state", "country", "category", "url", "accession", "correction", "correction_date"),
    *("distribution", "classification"),
}
# Those that may stand alone on a line, above what they name.
HEADINGS = {
    **dict.fromkeys(_LABELS["text"].split("|"), "text"),
    **dict.fromkeys(_LABELS["classification"].split("|"), "classification"),
    **dict.fromkeys("graphic|graphique|grafik|grafiek".split("|"), "caption"),
    "correction": "correction",
}
_LABEL = re.compile(r"\s*([^\W\d_][\w/-]*(?: [\w/-]+)?)\s*:(?:\s+|$)")
_RIGHTS = re.compile(r"\s*(?:copyright\b|©|\(c\)|all rights reserved)", re.IGNORECASE)
_ACCENTS = str.maketrans("äöüéèêàáâãçñíóúÄÖÜ", "aoueeeaaaacniouaou")


def column_of(label: str) -> str | None:
    """The column that a label stands for.

    >>> column_of("LÄNGE"), column_of("Load-Date"), column_of("Journal Code"), column_of("He said")
    ('length_stated', 'load_date', 'journal_code', None)
    """
    return COLUMN.get(_folded(label))


def heading_of(line: str) -> str | None:
    """The column that a line stands above, if the line is nothing but a heading.

    >>> heading_of(" Body "), heading_of("Body and soul")
    ('text', None)
    """
    return HEADINGS.get(_folded(line.strip())) if len(line) < 40 else None


def is_copyright(line: str) -> bool:
    return _RIGHTS.match(line) is not None


def labelled(line: str) -> tuple[str, int, int] | None:
    """The column that a line's label stands for, where the label ends and where its value begins.

    >>> labelled("Length: 300 words"), labelled("He said: no")
    (('length_stated', 7, 8), None)
    """
    found = _LABEL.match(line[:60])
    column = found and column_of(found[1])
    if found is None or column is None:
        return None
    return column, len(line[: found.end()].rstrip()), found.end()


def _folded(label: str) -> str:
    return label.translate(_ACCENTS).lower().replace(" ", "-")
