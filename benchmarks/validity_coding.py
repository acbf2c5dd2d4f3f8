"""Do the intervals of Krippendorff's alpha hold what they say?

Two coders, each wrong in a share of the units, of categories from rare to common; 1,000 samples of
each size. Printed: the alpha of all units, and in how many of 100 samples the interval holds it.

    python benchmarks/validity_coding.py
"""

from __future__ import annotations

import numpy as np

from framing.auditing.alpha import alpha
from framing.coding.agreeing import _agreement

SAMPLES, DRAWS = 1_000, 500
SIZES = (30, 50, 100, 200)


def coded(n: int, share: float, error: float, random: np.random.Generator) -> np.ndarray:
    truth = random.random(n) < share
    return np.column_stack([truth ^ (random.random(n) < error) for _ in "ab"]).astype(float)


def main() -> None:
    random = np.random.default_rng(1)
    print("share  wrong  alpha  " + "  ".join(f"n={n:<4}" for n in SIZES) + "  of those noted")
    for share in (0.05, 0.1, 0.3, 0.5):
        for error in (0.02, 0.05, 0.15):
            truth = alpha(coded(1_000_000, share, error, random))
            held = []
            for n in SIZES:
                weights = random.exponential(size=(DRAWS, n))
                found = [
                    _agreement(coded(n, share, error, random), "nominal", np.arange(n), weights)
                    for _ in range(SAMPLES)
                ]
                inside = [one["alpha_low"] <= truth <= one["alpha_high"] for one in found]
                known = [np.isfinite(one["alpha_low"]) for one in found]
                noted = np.mean(["too narrow" in str(one["note"]) for one in found])
                held.append(f"{100 * np.sum(inside) / max(np.sum(known), 1):3.0f}/{noted:.1f}")
            print(f"{share:5.2f}  {error:5.2f}  {truth:5.2f}  " + "  ".join(held), flush=True)


if __name__ == "__main__":
    main()
