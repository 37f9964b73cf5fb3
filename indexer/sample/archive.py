"""The sample archive, page by page: what is true of each, and its bytes.

Slot i depends on the seed, on i and on the slots before it, never on how many are asked for: a
small archive is the beginning of a large one. Memory does not grow with the pages but for one
counter a day.
"""

# ruff: noqa: PLR2004 - the shares of a distribution are its data, and stand where they are drawn

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from dataclasses import replace
from typing import TYPE_CHECKING

from index.record import Kind, Release
from indexer.sample import addresses, layouts
from indexer.sample.addresses import Layout
from indexer.sample.compose import Text, compose, compose_english
from indexer.sample.dice import Dice, Weighted
from indexer.sample.dress import Blemish, Dress, dress, without_accents
from indexer.sample.handwritten import HandWritten, handwritten
from indexer.sample.records import SamplePage, SampleRelease, SampleReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_MOST_RECENT = 64
_DUPLICATES = 0.02
_TWINS = 0.03
_LAST_DOCU_YEAR = 2007
_MODERN_YEAR = 2025
_YEARS = Weighted([(year, 1.0 if year <= _LAST_DOCU_YEAR else 1.7) for year in range(1998, 2026)])
_KINDS = Weighted(
    [
        (Kind.ACTUALITE, 52),
        (Kind.COMMUNIQUE, 16),
        (Kind.DISCOURS, 8),
        (Kind.TEXTE_OFFICIEL, 6),
        (Kind.TRANSCRIPTION, 5),
        (Kind.EVENEMENT, 5),
        (Kind.DECLARATION, 4),
        (Kind.DOSSIER, 4),
    ],
    step=1,
)
_UNDATED_FILED = dt.date(2010, 6, 15)


def _layout(dice: Dice, year: int) -> Layout:
    chance = dice.random()
    if year <= _LAST_DOCU_YEAR:
        moved = Layout.CPS if chance < 0.93 else Layout.MODERN
        return Layout.DOCU if chance < 0.86 else moved
    if year == _MODERN_YEAR:
        return Layout.MODERN if chance < 0.7 else Layout.CPS
    if chance < 0.016:
        return Layout.TEXT
    return Layout.MODERN if chance < 0.17 else Layout.CPS


class _Archive:
    """The running state: how many documents each series has, and what was made last."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.series: Counter[str] = Counter()
        self.recent: deque[tuple[int, SampleRelease]] = deque(maxlen=_MOST_RECENT)
        self.twinned: deque[int] = deque(maxlen=_MOST_RECENT)

    def releases(self) -> Iterator[SampleRelease]:
        """Yield without end."""
        slot = 0
        for text in handwritten():
            made = self._by_hand(text, slot)
            self.recent.append((slot, made))
            yield made
            slot += 1
            if text.english is not None:
                self.twinned.append(slot - 1)
                title, paragraphs = text.english
                yield self._english(made, Text(title, "", paragraphs, ""), slot)
                slot += 1
        while True:
            yield self._slot(slot)
            slot += 1

    def _slot(self, slot: int) -> SampleRelease:
        dice = Dice(self.seed, slot)
        chance = dice.random()
        if self.recent and chance < _DUPLICATES + _TWINS:
            other, made = self.recent[int(dice.random() * len(self.recent))]
            if chance < _DUPLICATES and made.layout is not Layout.TEXT:
                self.recent.remove((other, made))
                return self._duplicate(made, dice)
            if made.release.date and other not in self.twinned and not made.key:
                self.twinned.append(other)
                text = compose_english(dice, Dice(self.seed, other, "text"), made.release.date)
                return self._english(made, text, slot)
        made = self._composed(dice, slot)
        self.recent.append((slot, made))
        return made

    def _composed(self, dice: Dice, slot: int) -> SampleRelease:
        year = _YEARS.draw(dice)
        filed = dt.date(year, 1, 1) + dt.timedelta(days=dice.between(0, 363))
        layout = _layout(dice, year)
        kind = Kind.ACTUALITE if layout is Layout.TEXT else _KINDS.draw(dice)
        if layout is Layout.DOCU and kind is Kind.DOSSIER:
            kind = Kind.ACTUALITE
        drawn = dress(dice, layout, kind, filed)
        dated = Blemish.UNDATED not in drawn.blemishes
        text = compose(Dice(self.seed, slot, "text"), kind, filed, dated=dated)
        return self._made(layout, kind, filed, text, drawn, dated=dated, number=slot)

    def _by_hand(self, text: HandWritten, slot: int) -> SampleRelease:
        filed = text.date or _UNDATED_FILED
        layout = Layout.CPS
        if filed.year <= _LAST_DOCU_YEAR:
            layout = Layout.DOCU
        elif filed.year >= _MODERN_YEAR:
            layout = Layout.MODERN
        dice = Dice(self.seed, slot, "hand")
        dated = text.date is not None
        # A page shows its kind by a printed reference, a label or its address, never "other".
        kind = Kind.COMMUNIQUE if text.reference.startswith("Communiqué") else text.kind
        kind = Kind.ACTUALITE if kind is Kind.AUTRE else kind
        drawn = dress(dice, layout, kind, filed, dated=dated, place=text.place)
        # A text written by hand keeps its date and its letters: tests and questions lean on them.
        broken = {Blemish.ACCENTS_LOST, Blemish.DATE_IN_TEXT, Blemish.UNDATED}
        if dated and drawn.blemishes & broken:
            form = "dotted" if layout is Layout.CPS else drawn.date_form
            drawn = replace(
                drawn, blemishes=drawn.blemishes - broken, date_form=form, opening="",
                place="" if layout is Layout.CPS else drawn.place,
            )  # fmt: skip
        words = Text(text.title, text.lead, text.paragraphs, text.key)
        return self._made(
            layout, kind, filed, words, drawn,
            dated=dated, number=slot, reference=text.reference, key=text.key,
        )  # fmt: skip

    def _made(
        self, layout: Layout, kind: Kind, filed: dt.date, text: Text, drawn: Dress,
        *, dated: bool, number: int, reference: str = "", key: str = "",
    ) -> SampleRelease:  # fmt: skip
        stands = filed
        if Blemish.URL_A_DAY_LATER in drawn.blemishes:
            stands += dt.timedelta(days=1)
        name = addresses.series(layout, kind, stands)
        count = self.series[name]
        self.series[name] += 1
        document, url_path = addresses.address(layout, kind, stands, count, slug=text.slug)
        if not reference and not key and kind is Kind.COMMUNIQUE and layout is not Layout.MODERN:
            label = "Communiqué de Presse" if layout is Layout.DOCU else "Communiqué de presse"
            blank = " " if layout is Layout.DOCU else ""
            reference = f"{label} ({filed.year}){blank}{count + 1:03d}"
        if layout is Layout.TEXT:
            reference = ""
        paragraphs = text.paragraphs
        if drawn.opening:
            first = paragraphs[0]
            head = first if drawn.opening.endswith("- ") else first[:1].lower() + first[1:]
            paragraphs = (drawn.opening + head, *paragraphs[1:])
        release = Release(
            id=f"{addresses.SITE}:{document}:fr",
            url=f"https://{addresses.HOST}/{url_path}",
            title=text.title,
            lead="" if layout is Layout.TEXT else text.lead,
            paragraphs=paragraphs,
            date=filed if dated else None,
            updated=drawn.updated,
            kind=kind,
            reference=reference,
            place=drawn.place,
        )
        if Blemish.ACCENTS_LOST in drawn.blemishes:
            release = _damaged(release)
        return SampleRelease(
            release=release,
            layout=layout,
            path=addresses.file_path(layout, url_path, document, "fr", number),
            dress=drawn,
            key=key,
            slug=text.slug,
            url_path=url_path,
        )

    def _duplicate(self, made: SampleRelease, dice: Dice) -> SampleRelease:
        path = addresses.second_path(made.layout, made.url_path, dice.random())
        url = path.removesuffix(".html") if "?" in path or made.layout is Layout.MODERN else path
        drawn = replace(made.dress, blemishes=made.blemishes | {Blemish.DUPLICATE})
        release = replace(made.release, url=f"https://{url}")
        return replace(made, path=path, first_path=made.path, dress=drawn, release=release)

    def _english(self, made: SampleRelease, text: Text, slot: int) -> SampleRelease:
        layout = Layout.CPS if made.layout is Layout.TEXT else made.layout
        french = made.release
        document = french.id.split(":")[1]
        path = addresses.english_path(layout, made.url_path)
        dice = Dice(self.seed, slot, "english")
        filed = french.date or _UNDATED_FILED
        drawn = dress(dice, layout, french.kind, filed, dated=french.date is not None)
        form = {"place": "full", "short": "full", "text": "dotted"}
        if layout is not Layout.DOCU:
            form["none"] = "dotted"
        if french.date is None:
            form = {}
        # The twin stands at the address that mirrors the French one, so its day is the same.
        kept = drawn.blemishes - {
            Blemish.DATE_IN_TEXT,
            Blemish.ACCENTS_LOST,
            Blemish.URL_A_DAY_LATER,
        }
        if french.date is not None:
            kept -= {Blemish.UNDATED}
        if Blemish.URL_A_DAY_LATER in made.blemishes:
            kept = (kept - {Blemish.DATE_IN_URL_ONLY}) | {Blemish.URL_A_DAY_LATER}
            form = {"meta": "both", "url": "both"}
        drawn = replace(
            drawn, opening="", place="", blemishes=frozenset(kept),
            date_form=form.get(drawn.date_form, drawn.date_form),
        )  # fmt: skip
        reference = french.reference.replace("?", "é")
        for label in ("Communiqué de Presse", "Communiqué de presse"):
            reference = reference.replace(label, "Press Release")
        release = replace(
            french, id=f"{addresses.SITE}:{document}:en", url=f"https://{addresses.HOST}/{path}",
            title=text.title, lead="", paragraphs=text.paragraphs, language="en", place="",
            flags=(), updated=drawn.updated, reference=reference,
        )  # fmt: skip
        return SampleRelease(
            release=release, layout=layout, dress=drawn, twin=french.id, url_path=path,
            path=addresses.file_path(layout, path, document, "en", slot),
        )  # fmt: skip


def _damaged(release: Release) -> Release:
    """Return the release as a page that has lost its accents shows it."""
    return replace(
        release,
        title=without_accents(release.title),
        lead=without_accents(release.lead),
        paragraphs=tuple(map(without_accents, release.paragraphs)),
        reference=without_accents(release.reference),
        place=without_accents(release.place),
        flags=("accents-lost",),
    )


def releases(count: int, seed: int) -> Iterator[SampleRelease]:
    """Yield what is true of each of the first `count` pages of the sample with this seed."""
    for made, _ in zip(_Archive(seed).releases(), range(count), strict=False):
        yield made


def pages(count: int, seed: int) -> Iterator[SamplePage]:
    """Yield the first `count` pages of the sample with this seed, in constant memory."""
    for made in releases(count, seed):
        yield SamplePage(made.path, layouts.render(made), made.release.id, made.release.url)


def write(
    into: Path, count: int, seed: int, progress: Callable[[int], None] | None = None
) -> SampleReport:
    """Write the sample under `into`, which is made if need be; `progress` gets the pages so far."""
    by_layout: Counter[Layout] = Counter()
    size = 0
    folders: set[str] = set()
    done = 0
    for made in releases(count, seed):
        data = layouts.render(made)
        folder = made.path.rpartition("/")[0]
        if folder not in folders:
            (into / folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        (into / made.path).write_bytes(data)
        by_layout[made.layout] += 1
        size += len(data)
        done += 1
        if progress is not None:
            progress(done)
    return SampleReport(done, size, dict(by_layout))
