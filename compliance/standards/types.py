"""The shape of a regulation: what an index, a duty and the list of components consist of.

Nothing here is law; the law is in data/standards/*.yaml, read by `compliance.standards`, which is also where
other modules import these names from. What contradicts itself is refused (a gap between bands, a number from
memory that is not marked as unverified), so that rules can trust what they get.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from compliance.standards.parts import Block, Comparison, Evidence, LegalBasis, Marked, Method, Tone, in_steps


class Scale(Block):
    minimum: float
    maximum: float
    decimals: int = Field(ge=0, le=6)
    evidence: Evidence


class City(Marked):
    value: Literal["mean", "published"]
    evidence: Evidence
    note: str


class Due(Block):
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    year_offset: int
    evidence: Evidence
    note: str = ""


class Uncertainty(Block):
    confidence_level: float = Field(gt=0, lt=1)
    evidence: Evidence
    note: str


class SampleTable(Block):
    title: str
    rows: dict[int, int]
    evidence: Evidence
    source: str
    note: str = ""
    unverified: bool = False
    unverified_rows: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> SampleTable:
        if self.unverified != bool(self.unverified_rows):
            raise ValueError("isian `unverified` harus true bila, dan hanya bila, `unverified_rows` diisi")
        if set(self.unverified_rows) - set(self.rows):
            raise ValueError("`unverified_rows` memuat populasi yang tidak ada dalam tabel")
        if list(self.rows) != sorted(self.rows) or list(self.rows.values()) != sorted(self.rows.values()):
            raise ValueError("tabel sampel harus naik menurut populasi dan menurut jumlah sampel")
        return self


class Index(Block):
    """An instrument with a value on a scale and categories (IKM, IPP, Ombudsman, ...)."""

    kind: Literal["index"]
    id: str
    order: int
    title: str
    short_title: str
    description: str
    scale: Scale
    measure_title: str = ""
    measures_by_id: dict[str, str] = Field(default={}, alias="measures")
    city: City
    expected_of: Literal["every_unit", "assessed"]
    due: Due
    uncertainty: Uncertainty | None = None
    comparison: Comparison = Comparison()
    sample_table: SampleTable | None = Field(default=None, alias="minimum_sample")
    methods: tuple[Method, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _pass_decimals(cls, raw: Any) -> Any:
        decimals = raw["scale"]["decimals"]
        return raw | {"methods": [method | {"decimals": decimals} for method in raw["methods"]]}

    @model_validator(mode="after")
    def _whole(self) -> Index:
        problems = [problem for method in self.methods for problem in _method_problems(method, self)]
        years = [(method.from_year, method.to_year) for method in self.methods]
        for (_, end), (start, _) in zip(years, years[1:], strict=False):
            if end is None or start <= end:
                problems.append(f"metode yang mulai tahun {start} tumpang tindih dengan metode sebelumnya")
        problems += [
            f"metode {m.id} memerlukan `break_reason`" for m in self.methods[1:] if not m.break_reason
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def measures(self) -> list[tuple[str, str]]:
        return list(self.measures_by_id.items())

    @property
    def top_measures(self) -> list[tuple[str, str]]:
        """The measures that are not part of another one."""
        below = {name for method in self.methods for parts in method.composed_of.values() for name in parts}
        return [(name, label) for name, label in self.measures if name not in below]

    @property
    def scale_min(self) -> float:
        return self.scale.minimum

    @property
    def scale_max(self) -> float:
        return self.scale.maximum

    @property
    def decimals(self) -> int:
        return self.scale.decimals

    @property
    def city_value(self) -> str:
        return self.city.value

    @property
    def due_month(self) -> int:
        return self.due.month

    @property
    def due_day(self) -> int:
        return self.due.day

    @property
    def due_year_offset(self) -> int:
        return self.due.year_offset

    @property
    def minimum_sample(self) -> dict[int, int] | None:
        return self.sample_table.rows if self.sample_table else None

    @property
    def confidence_level(self) -> float | None:
        return self.uncertainty.confidence_level if self.uncertainty else None

    @property
    def unverified(self) -> bool:
        return any(method.unverified for method in self.methods) or self.city.unverified

    def method_for(self, year: int) -> Method | None:
        """The method in force in `year`, or None."""
        inside = [m for m in self.methods if m.from_year <= year and (m.to_year is None or year <= m.to_year)]
        return inside[0] if inside else None


def _method_problems(method: Method, index: Index) -> list[str]:
    """What is wrong with one method, as Indonesian clauses."""
    problems = []
    bands = sorted(method.bands, key=lambda band: band.lower)
    bounds = [(in_steps(b.lower, index.decimals), in_steps(b.upper, index.decimals)) for b in bands]
    edges = in_steps(index.scale_min, index.decimals), in_steps(index.scale_max, index.decimals)
    if (bounds[0][0], bounds[-1][1]) != edges:
        problems.append(f"kategori {method.id} tidak menutup seluruh skala")
    if any(low > high or low % 1 or high % 1 for low, high in bounds):
        problems.append(f"batas kategori {method.id} tidak sesuai dengan jumlah desimal")
    if any(after[0] - before[1] != 1 for before, after in zip(bounds, bounds[1:], strict=False)):
        problems.append(f"kategori {method.id} bercelah atau tumpang tindih")
    asked = set(method.also_asks.values if method.also_asks else ()) - set(method.weights)
    if asked:
        problems.append(f"`also_asks` {method.id} memuat nama tanpa bobot: {', '.join(sorted(asked))}")
    unknown = {*method.tree, *method.composed_of} - set(index.measures_by_id)
    if unknown:
        problems.append(f"bobot {method.id} memuat nama yang tidak dikenal: {', '.join(sorted(unknown))}")
    loose = set(method.composed_of) - set(method.tree)
    if loose:
        problems.append(f"`composed_of` {method.id} memuat bagian tanpa induk: {', '.join(sorted(loose))}")
    for name, values in (("bobot", method.weights), ("bagian", method.parts)):
        if values and sum(values.values()) != 1:
            problems.append(f"jumlah {name} {method.id} bukan 1")
    if method.published_variants and len(set(method.weights.values())) != 1:
        problems.append(f"`published_variants` pada {method.id} hanya untuk bobot yang sama besar")
    needed: dict[str, tuple[Any, str]] = {
        "published": (True, ""),
        "weighted_mean": (method.weights, "bobot"),
        "weighted_parts": (method.parts, "bobot"),
        "share": (index.measures_by_id, "`measures`"),
    }
    given, what = needed[method.formula]
    if not given:
        problems.append(f"rumus {method.formula} pada {method.id} memerlukan {what}")
    return problems


class Limits(Block):
    """Working thresholds of a duty that an installation may change in pantau.toml."""

    values: dict[str, int]
    evidence: Evidence
    note: str


class Duty(Block):
    """An obligation that is met or not; its reasons are sentence templates in the file."""

    kind: Literal["duty"]
    id: str
    order: int
    title: str
    short_title: str
    description: str
    level: Literal["service", "unit"]
    legal_reference: str
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)
    limits_block: Limits | None = Field(default=None, alias="limits")
    due: Due | None = None
    service_reasons: dict[str, str] = {}
    unit_reasons: dict[str, str]

    @property
    def label(self) -> str:
        return self.short_title

    @property
    def limits(self) -> dict[str, int]:
        return self.limits_block.values if self.limits_block else {}

    @property
    def unverified(self) -> bool:
        return self.has_memory


class ReviewLimits(Block):
    values: dict[str, float]
    evidence: Evidence
    note: str


class Review(Block):
    """A contradiction between figures that somebody has to look at; `instruments` are those it looks at."""

    id: str
    title: str
    instruments: tuple[str, ...] = Field(min_length=1)
    high_tones: tuple[Tone, ...] = ()
    low_tones: tuple[Tone, ...] = ()
    limits_block: ReviewLimits = Field(alias="limits")
    sentence: str
    action: str

    @property
    def limits(self) -> dict[str, float]:
        return self.limits_block.values


class ReviewList(Block):
    """The file that lists the contradictions to look at."""

    kind: Literal["reviews"]
    id: str
    order: int
    title: str
    description: str
    cases: tuple[Review, ...]


class Component(Block):
    """One of the components of a Standar Pelayanan."""

    id: str
    label: str
    group: str
    group_label: str


class ComponentList(Block):
    """The file that lists the components, in the order of the law."""

    kind: Literal["components"]
    id: str
    order: int
    title: str
    description: str
    evidence: Evidence
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)
    groups: dict[str, str]
    components: tuple[Component, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _label_groups(cls, raw: Any) -> Any:
        groups = raw["groups"]
        return raw | {"components": [c | {"group_label": groups[c["group"]]} for c in raw["components"]]}
