"""Audits: a sample of what a measure counted, for people to check, and what follows from it."""

from framing.auditing.drawing import audit
from framing.auditing.sample import Audit, mark_audit, read_audit

__all__ = ["Audit", "audit", "mark_audit", "read_audit"]
