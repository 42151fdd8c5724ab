"""The parts of a standard that carry numbers, each with its evidence: bands, formula, weights, method."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, get_args

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

# S seen in the source, S2 in a secondary source, D derived or a working choice, M from memory and unverified.
Evidence = Literal["S", "S2", "D", "M"]
GRADES: tuple[str, ...] = get_args(Evidence)  # the surest first
MEMORY = "M"
Tone = Literal["sangat_baik", "baik", "cukup", "kurang", "buruk"]
# Through str, so that the written 0.11 becomes 11/100 and not the nearest binary number.
Exact = Annotated[Fraction, BeforeValidator(lambda value: Fraction(str(value)))]


def round_half_up(values: Any, decimals: int) -> np.ndarray:
    """Round as written numbers are rounded (87,275 -> 87,28), away from zero on a tie; NaN stays NaN.

    A computed 87,275 may be stored as 87,27499999999999. The allowance of a billionth of the last decimal
    lifts such values over the tie. It cannot lift a real difference: a mean of n answers that is not on a
    tie lies at least 1/(18 n) of the last decimal away from it, which is more than a billionth up to 50
    million answers.
    """
    numbers = np.asarray(values, dtype=float)
    return np.sign(numbers) * np.floor(np.abs(numbers) * 10**decimals + 0.5 + 1e-9) / 10**decimals


def in_steps(bound: float, decimals: int) -> Decimal:
    """A written bound counted in units of the last decimal (88.31 -> 8831 at 2 decimals), exactly."""
    return Decimal(str(bound)).scaleb(decimals)


def weakest(grades: Iterable[str]) -> str:
    """The grade of what rests on several numbers: that of the least sure one."""
    return max(grades, key=GRADES.index)


class Block(BaseModel):
    """A part of a file: immutable, and a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def evidences(self) -> list[str]:
        """Every evidence grade in this block and the blocks inside it."""
        found: list[str] = []
        for name in type(self).model_fields:
            value = getattr(self, name)
            if name.endswith("evidence") and value is not None:
                found.append(value)
            for part in value if isinstance(value, list | tuple) else [value]:
                found += part.evidences() if isinstance(part, Block) else []
        return found

    @property
    def evidence_grade(self) -> str:
        """The grade of all of it together."""
        return weakest(self.evidences())

    @property
    def has_memory(self) -> bool:
        """True if a number in here is from memory (grade M)."""
        return MEMORY in self.evidences()


class Marked(Block):
    """A block that must say `unverified: true` exactly when something in it is from memory."""

    unverified: bool = False

    @model_validator(mode="after")
    def _says_so(self) -> Marked:
        if self.has_memory != self.unverified:
            raise ValueError("isian `unverified` harus true bila, dan hanya bila, ada bukti bergrade M")
        return self


class Comparison(Block):
    """How much of what a mean is taken over must be the same in two years; without it, all of it."""

    units: float = Field(default=1, gt=0, le=1)
    services: float | None = Field(default=None, gt=0, le=1)
    evidence: Evidence = "D"
    note: str = ""
    bridge: str = ""  # why no series of parts that two methods share is drawn across their break
    bridge_evidence: Evidence = "D"


class LegalBasis(Block):
    title: str
    evidence: Evidence
    source: str
    note: str = ""


class Band(Block):
    """A category of an index, from `lower` to `upper`, both included, at the decimals of the index."""

    category: str
    label: str
    lower: float
    upper: float
    tone: Tone
    evidence: Evidence
    bounds_evidence: Evidence | None = None
    aliases: tuple[str, ...] = ()


class Formula(Block):
    kind: Literal["published", "weighted_mean", "weighted_parts", "share"]
    text: str
    evidence: Evidence
    factor: Exact = Fraction(1)


def _as_weights(value: Any) -> Any:
    """A list of names stands for equal weights."""
    return dict.fromkeys(value, 1) if isinstance(value, list) else value


Composition = Annotated[dict[str, Exact], BeforeValidator(_as_weights)]


class Weights(Block):
    """Weights of the measures of an index; `composed_of`: measure -> the ones it is the weighted mean of."""

    values: dict[str, Exact]
    composed_of: dict[str, Composition] = {}
    evidence: Evidence
    note: str = ""
    until_year: int | None = None


class Parts(Block):
    values: dict[str, Exact]
    evidence: Evidence
    note: str = ""
    from_measures: str | None = None


class AlsoAsked(Block):
    """Duties that an indicator asks for, too: measure -> duty -> weight of the indicator in the measure."""

    values: dict[str, dict[str, Exact]]
    evidence: Evidence
    source: str
    note: str = ""


class Variants(Block):
    """Weights met in print which differ from the exact ones; they only explain a published value."""

    weights: tuple[Exact, ...]
    evidence: Evidence
    note: str = ""


class Place(NamedTuple):
    """Where a measure stands: 1 at the top, its parent, and its weight in the whole index."""

    level: int
    parent: str | None
    weight: Fraction


class Method(Marked):
    """One version of an index: in force from `from_year` to `to_year`, both included."""

    id: str
    label: str
    from_year: int
    to_year: int | None
    years_evidence: Evidence
    formula_block: Formula = Field(alias="formula")
    weights_block: Weights | None = Field(default=None, alias="weights")
    parts_block: Parts | None = Field(default=None, alias="parts")
    published_variants: Variants | None = None
    also_asks: AlsoAsked | None = None
    bands: tuple[Band, ...] = Field(min_length=1)
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)
    break_reason: str | None
    decimals: int = Field(default=0, exclude=True)  # given by the index, never written in the file

    @property
    def formula(self) -> str:
        return self.formula_block.kind

    @property
    def factor(self) -> Fraction:
        return self.formula_block.factor

    @property
    def weights(self) -> dict[str, Fraction]:
        return self.weights_block.values if self.weights_block else {}

    @property
    def composed_of(self) -> dict[str, dict[str, Fraction]]:
        return self.weights_block.composed_of if self.weights_block else {}

    @cached_property
    def tree(self) -> dict[str, Place]:
        """Every weighted measure with its level, parent and weight in the whole index, from the top down."""
        found = {name: Place(1, None, weight) for name, weight in self.weights.items()}
        queue = list(found)
        for name in queue:
            above = found[name]
            children = self.composed_of.get(name, {})
            for child, weight in children.items():
                if child in found:
                    raise ValueError(f"`composed_of` menyebut {child} lebih dari satu kali")
                found[child] = Place(above.level + 1, name, above.weight * weight / sum(children.values()))
                queue.append(child)
        return found

    @property
    def parts(self) -> dict[str, Fraction]:
        return self.parts_block.values if self.parts_block else {}

    def band_positions(self, values: Any) -> np.ndarray:
        """Position in `bands` of each value, rounded first; -1 for missing or off the scale."""
        steps = round_half_up(values, self.decimals) * 10**self.decimals
        found = np.full(steps.shape, -1)
        for position, band in enumerate(self.bands):
            low, high = (float(in_steps(bound, self.decimals)) for bound in (band.lower, band.upper))
            found[(steps > low - 0.5) & (steps < high + 0.5)] = position
        return found

    def classify(self, value: float | None) -> Band | None:
        """The band of one value; None for a missing value or one off the scale."""
        position = int(self.band_positions([np.nan if value is None else value])[0])
        return self.bands[position] if position >= 0 else None
