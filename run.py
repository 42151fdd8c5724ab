"""Set the project up and run it; needs nothing but Python 3.11 or newer.

    python run.py [streamlit options]       open the dashboard
    python run.py test [pytest options]     run the tests

The packages go into .venv beside this file. They are installed again only when the list of packages changes.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)


def venv_python() -> Path:
    """The interpreter of the project's own environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(requirements: Path) -> str:
    """Changes when the list of packages or the Python that they were installed for changes."""
    digest = hashlib.sha256(requirements.read_bytes())
    digest.update(sys.version.encode())
    return digest.hexdigest()


def install(requirements_name: str) -> int:
    """Create .venv if needed and install the packages of one list; return pip's exit code."""
    requirements = ROOT / requirements_name
    stamp = VENV / f"{requirements.stem}.installed"
    wanted = fingerprint(requirements)
    if venv_python().exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return 0
    if not venv_python().exists():
        print("Membuat lingkungan Python di .venv ...", flush=True)
        try:
            venv.create(VENV, with_pip=True, clear=VENV.exists())
        except (subprocess.CalledProcessError, OSError) as error:
            print(f"Lingkungan Python tidak dapat dibuat: {error}", file=sys.stderr)
            print("Di Debian/Ubuntu pasang dahulu: sudo apt install python3-venv", file=sys.stderr)
            return 1
    print(f"Memasang paket dari {requirements_name} (sekali saja, beberapa menit) ...", flush=True)
    pip = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    code = subprocess.call([*pip, "--require-hashes", "-r", str(requirements)])  # noqa: S603
    if code == 0:
        stamp.write_text(wanted, encoding="utf-8")
    else:
        print(
            "Pemasangan paket gagal; sebabnya ada di atas. Periksa sambungan internet, lalu ulangi.",
            file=sys.stderr,
        )
    return code


def run(module: str, arguments: list[str]) -> int:
    """Run a module of the environment in the project folder; return its exit code."""
    try:
        return subprocess.call([str(venv_python()), "-m", module, *arguments], cwd=ROOT)  # noqa: S603
    except KeyboardInterrupt:  # Ctrl+C is how the dashboard is closed
        return 0


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"Perlu Python 3.11 atau lebih baru; yang dipakai sekarang {found}.", file=sys.stderr)
        return 2
    if arguments[:1] == ["test"]:
        # The browser tests come first: they are few and long, and at the end one worker would wait for them.
        chosen = arguments[1:] or ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
        return install("requirements-dev.txt") or run("pytest", chosen)
    return install("requirements.txt") or run("streamlit", ["run", str(ROOT / "dashboard.py"), *arguments])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
