"""The command that brings in the libraries of an extra, as it works where the program runs."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

NAME = re.compile(r"[\w.-]+(?:\[[\w,]+\])?")


def installing(extra: str) -> str:
    """Return a command for any shell that installs what an extra needs beside this very program.

    The libraries are named and not the extra, which an index would have to have; the interpreter is named because the
    program may lie in an environment that no `pip` on the path belongs to (pipx, uv, a folder of its own).
    """
    libraries = " ".join(_libraries(extra)) or f'"mvpod[{extra}]"'
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    if (Path(sys.prefix) / "pipx_metadata.json").is_file():
        return f"pipx inject mvpod {libraries}"
    settings = Path(sys.prefix) / "pyvenv.cfg"
    # uv puts no pip into the environments that it makes.
    if settings.is_file() and re.search(r"^uv\b", settings.read_text(encoding="utf-8"), re.MULTILINE):
        return f"uv pip install --python {python} {libraries}"
    # In PowerShell a quoted program is only a text.
    call = "& " if sys.platform == "win32" and python != sys.executable else ""
    return f"{call}{python} -m pip install {libraries}"


def _libraries(extra: str) -> list[str]:
    try:
        needed = requires("mvpod") or []
    except PackageNotFoundError:
        return []
    names = (NAME.match(each) for each in needed if re.search(rf"extra == ['\"]{extra}['\"]", each))
    found = [name[0] for name in names if name]
    inner = [part for name in found if name.startswith("mvpod[") for part in _libraries(name[6:-1])]
    return [*inner, *(name for name in found if not name.startswith("mvpod["))]
