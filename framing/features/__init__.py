"""Features: what was counted in articles, to be passed on where the articles may not be.

In the manner of the extracted features of the HathiTrust Research Center (Jett and others 2020,
doi:10.13012/R2TE-C227), which give the words of each page with their counts and not their order.
Here an article takes the place of a page, and its sections are headline and body.
"""

from framing.features.reading import Features, is_features, read_features
from framing.features.tables import read_about

__all__ = ["Features", "is_features", "read_about", "read_features"]
