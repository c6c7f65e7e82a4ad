"""Look up the locked dependencies in a database of known vulnerabilities: `python tools/audit_dependencies.py LOCK`.

Exit 1 when one has a known vulnerability. A service that cannot be reached, or does not know a package, fails no build;
it is said plainly, since an audit that saw nothing is no audit.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

SECONDS = 300
MOST_NAMED = 5


def main(lock: str) -> int:
    """Audit a lock; return the exit code."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", lock, "--disable-pip", "--require-hashes"]
    try:
        done = subprocess.run(  # noqa: S603 - our own command line
            [*command, "--format", "json", "--progress-spinner", "off"],
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=SECONDS,
        )
        found = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        said, code = not_audited(f"no answer within {SECONDS} seconds"), 0
    except ValueError:  # no JSON: it ended before it had anything to tell
        said, code = not_audited((done.stderr.strip().splitlines() or ["no reason given"])[-1]), 0
    else:
        said, code = told(found["dependencies"])
    sys.stdout.write(f"{lock}: {said}\n")
    return code


def not_audited(reason: str) -> str:
    """Say that nothing was looked up."""
    return f"NOT AUDITED: the advisory service could not be asked ({reason}). Run `make audit` where it can be reached."


def told(dependencies: list[dict[str, Any]]) -> tuple[str, int]:
    """Return what was found, and the exit code.

    Args:
        dependencies: of pip-audit's JSON: each with its vulnerabilities, or why it was skipped.
    """
    skipped = [dependency["name"] for dependency in dependencies if "skip_reason" in dependency]
    wrong = [dependency for dependency in dependencies if dependency.get("vulns")]
    lines = [
        f"{each['name']} {each['version']}: {one['id']}, mended in {', '.join(one['fix_versions']) or 'no version yet'}"
        for each in wrong
        for one in each["vulns"]
    ]
    if len(skipped) == len(dependencies):
        return not_audited("it knows none of the packages"), 0
    if skipped:
        more = f" and {len(skipped) - MOST_NAMED} more" if len(skipped) > MOST_NAMED else ""
        lines.append(f"NOT AUDITED: {', '.join(skipped[:MOST_NAMED])}{more}, which the advisory service does not know")
    audited = len(dependencies) - len(skipped)
    count = sum(len(each["vulns"]) for each in wrong)
    lines.append(f"{audited} packages audited, {count} known {'vulnerability' if count == 1 else 'vulnerabilities'}")
    return "\n".join(lines), 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
