"""A codebook written out: as YAML, and as a page for those who code."""

from __future__ import annotations

from html import escape
from typing import Any

from framing.coding.codebook import Category, Codebook

CSS = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 44rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.lead { color: #555; } td { vertical-align: top; padding: .1rem .8rem .3rem 0; }
"""


def codebook_text(book: Codebook) -> str:
    """The codebook as YAML that `load_codebook` reads."""
    import yaml

    head = ("name", "version", "language", "licence", "citation", "definition", "instructions")
    tree: dict[str, Any] = {key: getattr(book, key) for key in head if getattr(book, key)}
    tree["categories"] = {name: _tree(one) for name, one in book.categories.items()}
    return str(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=88))


def _tree(category: Category) -> dict[str, Any]:
    tree: dict[str, Any] = {"question": category.question, "definition": category.definition}
    if category.scale != "yes-no":
        tree["scale"] = category.scale
    for key in ("values", "include", "exclude"):
        if getattr(category, key):
            tree[key] = list(getattr(category, key))
    if category.examples:
        tree["examples"] = [{"text": text, "code": code} for text, code in category.examples]
    return tree


def codebook_page(book: Codebook, unit: str) -> str:
    """The codebook as a page that needs no network."""
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(book.language)}"><head><meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(book.name)}</title><style>{CSS}</style></head><body>",
        f"<h1>{escape(book.name)} {escape(book.version)}</h1>",
        f'<p class="lead">{escape(book.definition)} The unit is the {unit}.</p>',
        f"<p>{escape(book.instructions)}</p>",
        *(_section(category) for category in book.categories.values()),
        f'<p class="lead">{escape(book.citation)}</p></body></html>',
    ]
    return "\n".join(parts) + "\n"


def _section(category: Category) -> str:
    lists = "".join(
        f"<p>{title}:</p><ul>" + "".join(f"<li>{escape(one)}</li>" for one in rules) + "</ul>"
        for title, rules in (("Counts", category.include), ("Does not count", category.exclude))
        if rules
    )
    rows = "".join(
        f"<tr><td><b>{escape(code)}</b></td><td>{escape(text)}</td></tr>"
        for text, code in category.examples
    )
    return (
        f"<h2>{escape(category.name)}</h2><p><b>{escape(category.question)}</b> Give "
        f"{escape(category.allowed)}.</p><p>{escape(category.definition)}</p>{lists}"
        f"<table>{rows}</table>"
    )
