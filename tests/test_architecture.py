"""The layers of the project, written down once as data and held against every import and every SQL file."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from etl import models, spark

ROOT = Path(__file__).resolve().parent.parent
DATABASE = frozenset({"duckdb", "sqlite3", "pyarrow"})
SCREEN = frozenset({"streamlit", "starlette"})
CLOCK_AND_FILES = frozenset({"time", "os", "pathlib", "io", "shutil", "tempfile", "glob"})


@dataclass(frozen=True)
class Layer:
    """Where its files are and which modules (by dotted prefix) they must not import."""

    name: str
    files: tuple[str, ...]
    forbidden: frozenset[str]
    packages: frozenset[str] | None = None  # the only packages from outside it may import; None = any


LAYERS = (
    Layer(
        "pages",
        ("dashboard.py", "pages/*.py"),
        DATABASE | {"plotly", "etl", "compliance.warehouse", "compliance.rules"},
        frozenset({"streamlit"}),
    ),
    Layer("ui", ("compliance/ui/**/*.py",), DATABASE | {"plotly", "etl", "compliance.rules"}),
    Layer("etl", ("etl/**/*.py",), SCREEN | {"duckdb", "plotly", "compliance.ui", "pages"}),
    Layer(
        "charts and reports",
        ("compliance/charts/**/*.py", "compliance/reports/**/*.py"),
        DATABASE | SCREEN | {"etl", "compliance.ui", "compliance.warehouse", "compliance.queries"},
    ),
    Layer(
        "output",
        ("compliance/output/**/*.py",),
        DATABASE | SCREEN | {"etl", "pages", "compliance.ui"},
    ),
    Layer(
        "queries",
        ("compliance/queries/*.py",),
        SCREEN | {"plotly", "etl", "compliance.ui", "compliance.charts", "compliance.reports"},
    ),
    Layer(
        "rules",
        ("compliance/rules/**/*.py",),
        DATABASE
        | SCREEN
        | CLOCK_AND_FILES
        | {"plotly", "etl", "compliance.ui", "compliance.charts", "compliance.reports"}
        | {"compliance.queries", "compliance.warehouse", "compliance.words"},
    ),
    Layer(
        "standards and verdict",
        ("compliance/standard*.py", "compliance/standards/**/*.py", "compliance/verdict.py"),
        DATABASE
        | SCREEN
        | {"plotly", "etl", "compliance.ui", "compliance.charts", "compliance.reports"}
        | {"compliance.queries", "compliance.warehouse", "compliance.rules", "compliance.words"},
    ),
    Layer(
        "foundation",
        tuple(
            f"compliance/{name}.py"
            for name in (
                "paths",
                "config",
                "words",
                "formatting",
                "sentences",
                "errors",
                "instruments",
                "service_gaps",
                "deadlines",
                "storage",
            )
        ),
        DATABASE
        | SCREEN
        | {"plotly", "etl", "compliance.ui", "compliance.charts", "compliance.reports"}
        | {"compliance.queries", "compliance.warehouse", "compliance.rules"},
    ),
    Layer(
        "warehouse",
        ("compliance/warehouse.py",),
        SCREEN
        | {"plotly", "etl", "compliance.ui", "compliance.charts", "compliance.queries", "compliance.rules"},
    ),
)

PAGE_LINES = 80
MODULE_LINES = 300
# Reading a list of law into a page or a rule starts with a comparison to a number that is not one of these.
PLAIN_NUMBERS = {0, 1, 2}
TOLERANCE = 1e-6  # a smaller number only says how equal two sums must be
LEGAL_TEXT = re.compile(
    r"\b(UU|PP|Perpres|Permen\w*|Kepmen\w*|Peraturan|Undang-Undang|Keputusan|Pasal|Lampiran)\b[^.]{0,40}\d"
)
SQL_TEXT = re.compile(r"\bSELECT\b.+\bFROM\b|\bFROM\s+(mart|int|stg)_", re.DOTALL)


def python_files(*patterns: str) -> list[Path]:
    return sorted({path for pattern in patterns for path in ROOT.glob(pattern)})


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported_modules(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a file imports, at any depth, `from a import b` as a.b."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) - node.level + 1]] if node.level else []
            base += [node.module] if node.module else []
            yield from ((node.lineno, ".".join([*base, alias.name])) for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"import_module", "__import__"}:
                yield node.lineno, str(node.args[0].value)


def broken_imports(layer: Layer, path: Path) -> list[str]:
    broken = []
    for line, name in imported_modules(path):
        top = name.split(".")[0]
        outside = top not in sys.stdlib_module_names and top not in {"compliance", "etl", "pages"}
        is_forbidden = any(name == banned or name.startswith(f"{banned}.") for banned in layer.forbidden)
        if is_forbidden or (outside and layer.packages is not None and top not in layer.packages):
            broken.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    return broken


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and value of every string in a file except docstrings."""
    tree = parse(path)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def thresholds(path: Path) -> Iterator[tuple[int, float]]:
    """Line and value of every number literal, other than the plain ones, that something is compared to."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                for part in ast.walk(side):
                    number = part.value if isinstance(part, ast.Constant) else None
                    is_number = type(number) in (int, float)
                    if is_number and number not in PLAIN_NUMBERS and abs(number) > TOLERANCE:
                        yield node.lineno, number


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_layer_imports_nothing_it_must_not(layer: Layer) -> None:
    files = python_files(*layer.files)
    assert files, f"no file of the layer {layer.name}: its place has moved, correct the table above"
    assert [line for path in files for line in broken_imports(layer, path)] == []


def test_every_module_belongs_to_a_layer() -> None:
    known = {path for layer in LAYERS for path in python_files(*layer.files)}
    modules = python_files("dashboard.py", "pages/*.py", "compliance/**/*.py", "etl/**/*.py")
    assert [
        str(path.relative_to(ROOT)) for path in modules if path not in known and path.name != "__init__.py"
    ] == []


@pytest.mark.parametrize("path", python_files("pages/*.py"), ids=lambda path: path.name)
def test_page_is_thin(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= PAGE_LINES
    assert [text for _, text in texts(path) if SQL_TEXT.search(text)] == [], (
        "SQL belongs in compliance/queries/"
    )
    assert [text for _, text in texts(path) if LEGAL_TEXT.search(text)] == [], "law belongs in data/standards"
    assert list(thresholds(path)) == [], "thresholds belong in data/standards"


@pytest.mark.parametrize("path", python_files("compliance/rules/**/*.py"), ids=lambda path: path.name)
def test_rule_has_no_threshold_and_no_clock(path: Path) -> None:
    assert list(thresholds(path)) == [], "thresholds belong in data/standards"
    attributes = (node.attr for node in ast.walk(parse(path)) if isinstance(node, ast.Attribute))
    assert [name for name in attributes if name in {"now", "today", "utcnow"}] == [], (
        "the clock is an argument"
    )


def test_modules_stay_small() -> None:
    modules = python_files("dashboard.py", "run.py", "compliance/**/*.py", "etl/**/*.py")
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules
    }
    assert {name: length for name, length in lengths.items() if length > MODULE_LINES} == {}


def test_queries_read_marts_only() -> None:
    sql = "\n".join(text for path in python_files("compliance/queries/*.py") for _, text in texts(path))
    named_here = set(re.findall(r"\b(\w+)\s+AS\s+(?:MATERIALIZED\s+)?\(", sql))
    read = re.findall(r"(?<!DISTINCT )\b(?:FROM|JOIN)\s+([A-Za-z_]\w*)", sql)
    assert read, "no table found: the pattern no longer fits the queries"
    assert [table for table in read if not table.startswith("mart_") and table not in named_here] == []


def sql_files() -> list[Path]:
    return sorted((ROOT / "etl" / "sql").rglob("*.sql"))


@pytest.mark.parametrize("path", sql_files(), ids=lambda path: path.name)
def test_sql_file_is_one_select_without_threshold(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.parent.name in {"staging", "counting", "intermediate", "marts", "checks"}
    assert re.fullmatch(r"[a-z][a-z0-9_]*", path.stem), "the file name is the table name"
    with duckdb.connect() as connection:
        statements = connection.extract_statements(text)
    assert [statement.type for statement in statements] == [duckdb.StatementType.SELECT]
    code = re.sub(r"--[^\n]*|/\*.*?\*/|'[^']*'", " ", text, flags=re.DOTALL)
    assert re.findall(r"[<>]=?\s*\d\d+(?:\.\d+)?", code) == [], "a threshold belongs in data/standards"


def test_build_runs_every_sql_file_once() -> None:
    steps = [*models.UNITS, *models.NAMED_UNITS, *models.SERVICES, *models.MEASURES]
    steps += [*models.ANSWER_NAMES, *models.ANSWERS, *models.COUNTING]
    run = Counter([*steps, *models.MARTS, *models.ADVICE, *models.CHECKS, *models.REVISIONS])
    on_disk = {path.relative_to(models.SQL_DIR).with_suffix("").as_posix() for path in sql_files()}
    assert set(run) == on_disk
    assert [name for name, times in run.items() if times > 1] == []


ANSWER_MODELS = [*models.ANSWER_NAMES, *models.ANSWERS]
ANSWER_ROWS = re.compile(r"(?<!staging/)\b(?:lake|raw|stg|parquet)_skm_responden\b")
# What gives another result without saying so: an approximate percentile, a mean whose last digit depends on
# the order of rows; below, decimals instead of floating point and character classes that only DuckDB knows.
DIFFERENT_ON_SPARK = (exp.PercentileCont, exp.Quantile, exp.Median, exp.Avg, exp.GroupConcat, exp.Pivot)


def test_only_models_of_answers_read_answers() -> None:
    """Else a table that grows with the people served would be read outside the engine chosen for it."""
    own = {models.SQL_DIR / f"{name}.sql" for name in ANSWER_MODELS}
    readers = {path for path in sql_files() if ANSWER_ROWS.search(path.read_text(encoding="utf-8"))}
    assert readers <= own
    engines = {"spark.py", "counting.py", "lake_views.py"}
    code = [path for path in python_files("etl/**/*.py") if path.name not in engines]
    assert [path.name for path in code if any(ANSWER_ROWS.search(text) for _, text in texts(path))] == []


@pytest.mark.parametrize("model", ANSWER_MODELS)
def test_model_of_answers_runs_on_both_engines(model: str) -> None:
    tree = spark.portable(models.read_sql(model))
    tree.sql(dialect="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    known_here_only = [node.name for node in tree.find_all(exp.Anonymous)]
    literals = list(tree.find_all(exp.Literal))
    assert known_here_only == []
    assert [node.sql() for node in tree.find_all(*DIFFERENT_ON_SPARK)] == []
    assert [node.name for node in literals if not node.is_string and not node.name.isdigit()] == []
    assert [node.name for node in literals if node.is_string and "[:" in node.name] == []


def test_layer_check_notices_hidden_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check itself: an import inside a function, a relative one and one by name are all seen."""
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    page = tmp_path / "pages" / "x.py"
    page.parent.mkdir()
    page.write_text(
        "import importlib\nfrom compliance import warehouse\n"
        "def f():\n    import duckdb.typing\n    from ..etl import build\n"
        "    importlib.import_module('plotly.io')\n",
        encoding="utf-8",
    )
    layer = Layer("pages", (), frozenset({"duckdb", "etl", "plotly", "compliance.warehouse"}))
    assert [line.rpartition(" ")[2] for line in broken_imports(layer, page)] == [
        "compliance.warehouse", "duckdb.typing", "etl.build", "plotly.io",
    ]  # fmt: skip
