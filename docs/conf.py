"""Settings of the documentation; `make docs` builds it."""

import framing

project = "media-framing"
author = "media-framing contributors"
copyright = author
version = release = framing.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3

default_role = "code"
autodoc_typehints = "none"
napoleon_use_rtype = False

html_theme = "alabaster"
html_theme_options = {
    "description": "Compare how news outlets frame the same events",
    "fixed_sidebar": True,
    "page_width": "72em",
}
