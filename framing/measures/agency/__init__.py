"""Who acts and who is acted upon, by what verbs."""

from framing.measures.agency.measures import agency, agency_verbs

__all__ = ["agency", "agency_verbs"]
