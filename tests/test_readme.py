"""What the README tells a newcomer to type exists, and the places it points to are there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import run
from etl import cli

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE_BLOCKS = re.findall(r"```(?:sh|bash|console)\n(.*?)```", README, flags=re.DOTALL)
COMMAND_LINES = [
    line.split("#")[0].strip() for block in CODE_BLOCKS for line in block.splitlines() if line.strip()
]


def etl_commands() -> set[str]:
    """Every command of the command line, groups written as 'export report'."""
    names = set()
    for name, command in cli.app.commands.items():
        names |= {f"{name} {inner}" for inner in getattr(command, "commands", {})}
        if getattr(command, "invoke_without_command", True):  # a group may be a command of its own
            names.add(name)
    return names


def test_two_commands_come_first() -> None:
    assert COMMAND_LINES[:2] == ["python run.py", "python run.py test"]


def test_every_etl_command_in_the_readme_exists() -> None:
    mentioned = re.findall(r"python -m etl ((?:(?:export|names) )?[a-z]+)", README)
    listed = re.findall(r"^\| `((?:(?:export|names) )?[a-z]+)\b[^`]*` \|", README, flags=re.MULTILINE)
    assert len(mentioned) > 2, "the README shows no command of the loader"
    assert len(listed) > 2, "the README has no table of commands"
    assert {*mentioned, *listed} - etl_commands() == set()


def test_every_etl_command_is_in_the_readme() -> None:
    mentioned = set(re.findall(r"`(?:python -m etl )?((?:(?:export|names) )?[a-z]+)\b[^`]*`", README))
    assert etl_commands() - mentioned == set()


def test_every_place_in_the_readme_exists() -> None:
    names = re.findall(r"`([\w./-]+(?:/|\.(?:py|yaml|toml|md|sql|txt|css)))`", README)
    assert names, "the README names no place"
    # What lies in a data folder is made by a load or written by the city.
    made_later = {"pantau.toml", "surat.yaml", "laporan/", "data/contoh/"}
    made_later |= {"archive/", "warehouse/", "lake/", "warehouse/current.json"}
    assert [name for name in names if name not in made_later and not (ROOT / name).exists()] == []


DASHBOARD = str(ROOT / "dashboard.py")


@pytest.mark.parametrize(
    ("typed", "packages", "started"),
    [
        ([], "requirements.txt", ["streamlit", "run", DASHBOARD]),
        (
            ["--server.port", "8600"],
            "requirements.txt",
            ["streamlit", "run", DASHBOARD, "--server.port", "8600"],
        ),
        (["test", "tests/unit"], "requirements-dev.txt", ["pytest", "tests/unit"]),
    ],
)
def test_run_installs_and_starts(
    monkeypatch: pytest.MonkeyPatch, typed: list[str], packages: str, started: list[str]
) -> None:
    done: list[list[str]] = []
    monkeypatch.setattr(run, "install", lambda name: done.append(["install", name]) or 0)
    monkeypatch.setattr(run, "run", lambda module, arguments: done.append([module, *arguments]) or 7)
    assert run.main(typed) == 7, "the exit code of what was started is passed on"
    assert done == [["install", packages], started]


def test_failed_installation_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "install", lambda _name: 1)
    monkeypatch.setattr(run, "run", lambda *_: pytest.fail("started without its packages"))
    assert run.main(["test"]) == 1


def test_old_python_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 1))
    assert run.main([]) == 2
    assert "Perlu Python 3.11 atau lebih baru" in capsys.readouterr().err


def test_package_lists_carry_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-spark.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        packages = re.findall(r"^([\w.-]+)==.*?(?=^[\w.-]+==|\Z)", text, flags=re.MULTILINE | re.DOTALL)
        hashed = re.findall(r"^[\w.-]+==[^\n]*\\\n\s+--hash=sha256:", text, flags=re.MULTILINE)
        assert len(packages) == len(hashed) > 20
        assert "://" not in text, "an index address belongs to a computer, not to the project"


@pytest.mark.parametrize("arguments", [["check"], ["format", "--check"]], ids=["check", "format"])
def test_code_style(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "ruff", *arguments, "--output-format", "concise", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, "\n".join(done.stdout.splitlines()[-15:])
