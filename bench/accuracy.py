"""How well scores tell pairs that are the same from pairs that are not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Precision and recall of the pairs that score at least the threshold."""

    threshold: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return f"{self.f1:.3f} ({self.precision:.3f}, {self.recall:.3f})"


def at(scores: Sequence[float], same: Sequence[bool], threshold: float) -> Accuracy:
    """Accuracy at a threshold; all of `same` that are true are to be found."""
    taken = [truth for score, truth in zip(scores, same, strict=True) if score >= threshold]
    return _accuracy(threshold, len(taken), sum(taken), sum(same))


def best(scores: Sequence[float], same: Sequence[bool]) -> Accuracy:
    """Accuracy at the threshold that gives the greatest F1."""
    return max(_sweep(scores, same), key=lambda one: one.f1)


def recall_at(scores: Sequence[float], same: Sequence[bool], precision: float) -> float:
    """The greatest recall of any threshold with at least this precision."""
    fit = (one.recall for one in _sweep(scores, same) if one.precision >= precision)
    return max(fit, default=0.0)


def brier(scores: Sequence[float], same: Sequence[bool]) -> float:
    """Mean square of the difference between score and truth (Brier 1950)."""
    return sum((score - truth) ** 2 for score, truth in zip(scores, same, strict=True)) / len(same)


def _sweep(scores: Sequence[float], same: Sequence[bool]) -> Iterator[Accuracy]:
    """Accuracy at each score that occurs; a score of 0 is no match at any threshold."""
    ordered = sorted(zip(scores, same, strict=True), reverse=True)
    right, positives = 0, sum(same)
    for place, (score, truth) in enumerate(ordered, start=1):
        right += truth
        last = place == len(ordered) or ordered[place][0] < score
        if last and score > 0:
            yield _accuracy(score, place, right, positives)


def _accuracy(threshold: float, taken: int, right: int, positives: int) -> Accuracy:
    precision = right / taken if taken else 1.0
    return Accuracy(threshold, precision, right / positives if positives else 1.0)
