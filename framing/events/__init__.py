"""Events: which articles report the same happening, why, and what a reader of them puts right."""

from framing.events.align import align_events
from framing.events.proposal import propose_events
from framing.events.reasons import event_reasons, pair_reasons

__all__ = ["align_events", "event_reasons", "pair_reasons", "propose_events"]
