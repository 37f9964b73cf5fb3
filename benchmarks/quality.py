"""How well names are recognised in the labelled texts, beside the floors that the tests hold.

    python benchmarks/quality.py [FILE] [--wrong]

Without a file: both packaged sets. `--wrong` shows where recogniser and labels differ, in the
tuning set or the file; never in the held-out set, which is only measured.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path
from typing import Any

from indexer.entities import gazetteer
from indexer.entities.labelled import SETS, packaged, read
from indexer.entities.quality import ROWS, Quality, measure

FLOORS = Path(__file__).parents[1] / "tests/indexer/entities/quality.toml"
HEADINGS = ("labels", "found", "right", "missed")
SHARES = ("precision", "recall", "f1")


def table(quality: Quality, floors: dict[str, Any]) -> None:
    """Print a row for each kind; a share stands before the floor it is held by."""
    print(f"{'':14}" + "".join(f"{heading:>8}" for heading in HEADINGS), end="")
    print("".join(f"{share:>10}{'floor':>7}" for share in SHARES))
    for row in ROWS:
        score = quality.scores[row]
        counts = (score.right + score.missed, score.right + score.wrong, score.right, score.missed)
        print(f"{row:14}" + "".join(f"{count:>8}" for count in counts), end="")
        for share in SHARES:
            floor = floors.get(row, {}).get(share)
            beside = "" if floor is None else f"{floor:.3f}"
            print(f"{getattr(score, share):>10.3f}{beside:>7}", end="")
        print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, help="a file of labelled texts")
    parser.add_argument("--wrong", action="store_true", help="show every disagreement")
    options = parser.parse_args()
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    sets = {str(options.file): read(options.file)} if options.file else {}
    for name, texts in (sets or {name: packaged(name) for name in SETS}).items():
        quality = measure(texts, gazetteer())
        print(f"{name}: {len(texts)} texts")
        table(quality, floors.get(name, {}))
        print()
        if options.wrong and name != "heldout":
            for one in quality.disagreements:
                print(f"{one.fault:7} {one.key:24} [{one.surface}] {one.entity}")
                print(f"{'':8}… {' '.join(one.around.split())} …")


if __name__ == "__main__":
    main()
