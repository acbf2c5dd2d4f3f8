"""Who is quoted saying what."""

from framing.quotations.table import quotations as quotations
