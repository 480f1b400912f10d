"""Measure how many catalogue rows fire when each is called: `gauntlet_fired_ratio`, a `name value unit` line.

The gauntlet (tools/gauntlet.py) calls every overload of every row that is a method, from an app's code and
from third parties', in bare JVMs with the stand-in framework of as many API levels as it takes. A row counts
as fired when the agent told exactly the calls that were made: none missed, doubled or given to another.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import framework_signatures
import gauntlet as courses
import gauntlet_run
from gauntlet_judge import Judge
from privaudit.capture.agent import install_request
from privaudit.catalog.load import load_catalog


def main() -> None:
    """Print the ratio of rows fired to rows that can be hooked."""
    catalog = load_catalog()
    rows = [row for row in catalog.apis.values() if row.kind != "native"]
    hookable = {row.id for row in rows if row.kind == "method"}
    right: set[str] = set()
    wrong: set[str] = set()
    laid = courses.courses(rows, framework_signatures.read(), courses.made_up(catalog.sdks.values()))
    for level, course in laid.items():
        with tempfile.TemporaryDirectory() as folder:
            app = Path(folder) / "gauntlet.jar"
            app.write_bytes(courses.archive(course))
            framework = gauntlet_run.framework(level, rows, Path(folder) / "framework.jar")
            request = install_request(
                courses.concerned(course, rows), through=catalog.carriers, network=courses.NETWORK
            )
            run = gauntlet_run.run([framework, app], request)
        verdict = Judge(course, catalog, run.events).verdict(run.plain, run.watched)
        named = {line.split(" ", 1)[0].rstrip(":") for line in verdict.wrong}
        right |= verdict.fired & verdict.called
        wrong |= named & hookable
        print(f"API level {level}: {len(verdict.fired)} rows, {len(verdict.wrong)} wrong", file=sys.stderr)
        for line in verdict.wrong:
            print(f"  {line}", file=sys.stderr)
    fired = (right - wrong) & hookable
    print(f"gauntlet_fired_ratio {len(fired) / len(hookable):.3f} ratio", flush=True)


if __name__ == "__main__":
    main()
