"""Words of data/sources for a reader: what a check says in general, and what a column is called."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from compliance.formatting import is_empty, kalimat
from compliance.paths import OWN_SOURCES, SOURCES_DIR, own_yaml
from compliance.storage import read_yaml

_GAP = "…"


def _contracts() -> dict[str, dict[str, Any]]:
    """Kind (or file name without ending) -> content of each file that describes input."""
    return _read(own_yaml(OWN_SOURCES))


@lru_cache(maxsize=16)
def _read(own: tuple[tuple[Path, int], ...]) -> dict[str, dict[str, Any]]:
    paths = [*sorted(SOURCES_DIR.glob("*.yaml")), *(path for path, _ in own)]
    contents = [(path.stem, read_yaml(path)) for path in paths]
    # A file that only adds headers to a known kind must not hide it.
    return {content.get("kind", name): content for name, content in contents if "synonyms" not in content}


def _sentences() -> dict[tuple[str, str], str]:
    """(file, rule code) -> its sentence; the rules are a list in one kind of file, a mapping in the other."""
    found = {}
    for name, content in _contracts().items():
        rules = content.get("rules") or []
        named = rules.items() if isinstance(rules, dict) else ((rule["code"], rule) for rule in rules)
        found.update({(name, str(code)): str(rule["message"]) for code, rule in named})
    return found


def rule_sentence(code: str, kind: str | None = None) -> str:
    """What a check finds, in general: 'Isi "…" bukan angka; diharapkan …'.

    A check that is no longer described is told by its code in readable form.
    """
    sentences = _sentences()
    own = sentences.get((str(kind), code))
    general = next((text for (_, name), text in sentences.items() if name == code), None)
    text = own or general
    return without_gaps(text) if text else kalimat(code.replace("_", " ").lower())


def without_gaps(template: str) -> str:
    """A sentence template with every value in braces replaced by an ellipsis."""
    text = re.sub(r"(?:\s*\{\w+\})+$", "", template)
    return re.sub(r"\{\w+\}", _GAP, text).replace("….", _GAP).replace("… …", _GAP).strip()


def column_label(kind: str | None, column: Any) -> str | None:
    """What a column of a file is called in its template; None where a finding names no column."""
    if is_empty(column):
        return None
    columns = _contracts().get(str(kind), {}).get("columns") or {}
    entry = columns.get(column) if isinstance(columns, dict) else None
    return str((entry or {}).get("label") or kalimat(str(column).replace("_", " ")))
