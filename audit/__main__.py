"""Serve the demo content as production does, and hold its pages to the bar (decision 22).

``AUDIT_LENIENT=1``: what the machine may be to blame for, a slow run or a tool that cannot be had,
is said as loudly and does not fail.
"""

import os
import sys
import tempfile
from pathlib import Path

from audit.lighthouse import Lighthouse
from audit.nu import NuChecker
from audit.report import Report
from audit.tools import Missing
from tests.run_all import banner
from tests.server import demo_site


def main() -> int:
    report = Report()
    tools = ready(report)
    if tools:
        audit(tools, report)
    print()
    if lines := report.lines():
        banner(lines)
    else:
        print("The audit has nothing to say.")
    return report.code(lenient=os.environ.get("AUDIT_LENIENT", "") not in ("", "0"))


def audit(tools: list[NuChecker | Lighthouse], report: Report) -> None:
    print("Preparing a site with the demo content ...", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="ifri-audit-") as folder,
        demo_site(Path(folder) / "var") as (port, _server),
    ):
        for tool in tools:
            tool.audit(port, report)


def ready(report: Report) -> list[NuChecker | Lighthouse]:
    found: list[NuChecker | Lighthouse] = []
    for tool in (NuChecker, Lighthouse):
        try:
            found.append(tool.find())
        except Missing as lack:
            report.left_out.append(f"{tool.name} ({lack})")
    return found


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
