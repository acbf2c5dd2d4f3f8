"""Who is quoted saying what."""

from framing.quoting.table import quotations as quotations
