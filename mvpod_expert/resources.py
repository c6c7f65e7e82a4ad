"""Where rules/ and knowledge/ are: a folder the person names, the installed wheel, or a checkout."""

from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).resolve().parent
CASE_TESTS = (".cases.yaml", ".cases.yml")
HISTORY_OF_TESTS = ".cases.csv"
"""A history of metrics that case tests name."""


class Home(NamedTuple):
    """A folder that holds `rules/` and `knowledge/`; it need not exist (loading says so)."""

    root: Path

    @property
    def rules(self) -> Path:
        """The folder of the rule files."""
        return self.root / "rules"

    @property
    def knowledge(self) -> Path:
        """The folder of vocabulary, principles, sources, catalogue, cases and the decision table."""
        return self.root / "knowledge"

    @property
    def is_installed(self) -> bool:
        """It came with the installed program: nobody edits it there, and the next installation would undo it."""
        return self.root.resolve() == (PACKAGE / "_data").resolve()

    def is_case_tests(self, path: Path) -> bool:
        """Return whether a file holds case tests: it stands beside the rules, and is no part of the knowledge."""
        return path.name.endswith((*CASE_TESTS, HISTORY_OF_TESTS)) and path.is_relative_to(self.rules)

    def shown(self, path: Path) -> str:
        """Return the path as a person would write it: relative to the home where it lies inside."""
        return path.as_posix().removeprefix(f"{self.root.as_posix()}/")


def is_home(folder: Path) -> bool:
    """Return whether a folder has rules and knowledge."""
    return (folder / "rules").is_dir() and (folder / "knowledge").is_dir()


def home_near(folder: Path) -> Path | None:
    """Return the home that a file or folder lies in, or the only one in it; nothing where it is one itself."""
    path = folder.absolute()
    around = (each for each in (path, *path.parents) if is_home(each))
    inside = [each for each in path.iterdir() if is_home(each)] if path.is_dir() else []
    found = next(around, inside[0] if len(inside) == 1 else None)
    return None if found == path else found


def find_home(named: Path | None = None) -> Home:
    """Return the folder a person named with `--home` or MVPOD_HOME as it is, else the data that comes with the program.

    That is inside the installed package, or in the checkout the package lies in.
    """
    if named is not None:
        return Home(named)
    packaged = PACKAGE / "_data"
    return Home(packaged if packaged.is_dir() else PACKAGE.parent)
