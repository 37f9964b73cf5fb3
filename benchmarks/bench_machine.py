"""What bears on speed of the machine that a benchmark runs on."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from indexer.workers import cores


def machine() -> dict[str, str]:
    """Describe the machine by what bears on speed."""
    cpu = Path("/proc/cpuinfo").read_text().split("model name\t: ", 1)[-1].split("\n", 1)[0]
    memory = int(Path("/proc/meminfo").read_text().split(maxsplit=2)[1]) / 1e6
    busy = os.getloadavg()[0]
    return {
        "processor": f"{cpu}, {cores()} cores",
        "memory": f"{memory:.0f} GB",
        "load when begun": f"{busy:.1f}",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    }
