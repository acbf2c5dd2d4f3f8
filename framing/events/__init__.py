"""Events: which articles report the same happening, why, and what a reader of them puts right."""

from framing.events.align import align_events

__all__ = ["align_events"]
