"""French inflection by rule, as far as the sample's word lists need it; pure functions.

The rules are those of school grammars; verbs they do not make stand in words/irregular.tsv.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

VOWELS = frozenset("aeiouàâäéèêëîïôöùûüœæAEIOUÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆĀİÁ")
_AL_WITH_S = frozenset(
    {"festival", "bal", "carnaval", "naval", "final", "natal", "fatal", "tribal"}
)
_AIL_WITH_AUX = {"travail": "travaux", "vitrail": "vitraux"}
_OU_WITH_X = frozenset({"bijou", "caillou", "chou", "genou", "hibou", "joujou", "pou"})
_ET_WITH_GRAVE = frozenset({"complet", "concret", "discret", "secret", "inquiet"})
# Consonants after which a vowel is open: two letters for one sound, then single ones.
_ONE_SOUND: tuple[str, ...] = ("br", "gr", "tr", "dr", "ch", "qu", "gu", *tuple("bcdfglmnprstv"))
_PREPOSITIONS = frozenset({"de", "d'archives", "à", "en", "sur"})


def elides(word: str, aspirated: tuple[str, ...]) -> bool:
    """Tell whether le, de, que lose their vowel before the word.

    >>> elides("accord", ()), elides("hôpital", ("haut",)), elides("hauteur", ("haut",))
    (True, True, False)
    """
    first = word[:1]
    if first in "hH":
        return bool(word) and not word.startswith(aspirated)
    return first in VOWELS and not word.startswith(("onze", "oui"))


def plural(word: str) -> str:
    """Return the plural of a noun or adjective; of a group, the plural of its words up to "de".

    >>> [plural(word) for word in ("journal", "festival", "réseau", "pays")]
    ['journaux', 'festivals', 'réseaux', 'pays']
    >>> plural("mise en place"), plural("chantier naval")
    ('mises en place', 'chantiers navals')
    """
    if " " in word:
        words = word.split(" ")
        for place, part in enumerate(words):
            if part in _PREPOSITIONS or "'" in part:
                break
            words[place] = plural(part)
        return " ".join(words)
    if "-" in word:
        head, _, tail = word.rpartition("-")
        return f"{head}-{tail}" if head in {"savoir", "porte"} else f"{head}-{plural(tail)}"
    if word[-1] in "sxz":
        return word
    if word in _AIL_WITH_AUX:
        return _AIL_WITH_AUX[word]
    if word.endswith("al") and word not in _AL_WITH_S:
        return word[:-1] + "ux"
    if word.endswith(("au", "eu")) or word in _OU_WITH_X:
        return word + "x"
    return word + "s"


def feminine(word: str) -> str:
    """Return the feminine singular of an adjective.

    >>> [feminine(word) for word in ("utile", "premier", "actif", "dangereux", "européen")]
    ['utile', 'première', 'active', 'dangereuse', 'européenne']
    >>> [feminine(word) for word in ("complet", "fluet", "breton", "accru", "français", "afghan")]
    ['complète', 'fluette', 'bretonne', 'accrue', 'française', 'afghane']
    """
    if word.endswith("e"):
        return word
    if word in _ET_WITH_GRAVE:
        return word[:-2] + "ète"
    if word == "léger" or word.endswith("ier"):
        return word[:-2] + "ère"
    if word.endswith("f"):
        return word[:-1] + "ve"
    if word.endswith("eux"):
        return word[:-1] + "se"
    if word.endswith(("el", "en", "on", "et", "ul")) and word != "seul":
        return word + word[-1] + "e"
    return word + "e"


@dataclass(frozen=True, slots=True)
class Verb:
    """The third-person forms of a verb; tuples are (singular, plural).

    `participle` has the forms masculine and feminine singular, masculine and feminine plural.
    """

    infinitive: str
    present: tuple[str, str]
    imperfect: tuple[str, str]
    future: tuple[str, str]
    conditional: tuple[str, str]
    subjunctive: tuple[str, str]
    participle: tuple[str, str, str, str]
    gerund: str


def participles(masculine: str) -> tuple[str, str, str, str]:
    """Return the four forms of a past participle.

    >>> participles("acquis")
    ('acquis', 'acquise', 'acquis', 'acquises')
    """
    many = masculine if masculine.endswith("s") else masculine + "s"
    return (masculine, masculine + "e", many, masculine + "es")


def _before_mute_e(stem: str) -> str:
    """Return the stem of an -er verb as it is written before a mute e."""
    if stem.endswith(("oy", "uy")):
        return stem[:-1] + "i"
    for vowel in "eé":
        # Two consonants after the vowel keep it, but for those that are one sound.
        for tail in _ONE_SOUND:
            if stem.endswith(vowel + tail) and not (len(tail) == 1 and stem.endswith("err")):
                if vowel == "e" and tail in {"l", "t"}:
                    doubled = stem.endswith(("appel", "ouvel", "jet", "ancel"))
                    return stem + tail if doubled else stem[: -1 - len(tail)] + "è" + tail
                return stem[: -1 - len(tail)] + "è" + tail
    return stem


def _soft(stem: str) -> str:
    """Return the stem as it is written before a or o: nous lançons, il dirigeait."""
    if stem.endswith("c"):
        return stem[:-1] + "ç"
    return stem + "e" if stem.endswith("g") else stem


def conjugate(infinitive: str, irregular: Mapping[str, tuple[str, ...]]) -> Verb:
    """Return the forms of a verb; words after the first are kept ("faire remarquer").

    `irregular` maps an infinitive to (present 3s, present 3p, imperfect stem, future stem,
    participle, subjunctive 3s).

    >>> verb = conjugate("lancer", {})
    >>> verb.present, verb.imperfect, verb.participle[1], verb.gerund
    (('lance', 'lancent'), ('lançait', 'lançaient'), 'lancée', 'lançant')
    >>> conjugate("définir", {}).subjunctive, conjugate("défendre", {}).future
    (('définisse', 'définissent'), ('défendra', 'défendront'))
    >>> conjugate("compléter", {}).present, conjugate("appuyer", {}).future
    (('complète', 'complètent'), ('appuiera', 'appuieront'))
    """
    head, blank, rest = infinitive.partition(" ")
    tail = blank + rest
    if head in irregular:
        singular, many, imperfect, future, participle, subjunctive = irregular[head]
    elif head.endswith("er"):
        stem = head[:-2]
        mute = _before_mute_e(stem)
        singular, many, imperfect = mute + "e", mute + "ent", _soft(stem)
        grave_kept = "é" in stem[-4:] and "è" in mute[-4:]
        future = (stem if grave_kept else mute) + "er"
        participle, subjunctive = stem + "é", mute + "e"
    elif head.endswith("ir"):
        stem = head[:-2]
        singular, many, imperfect = stem + "it", stem + "issent", stem + "iss"
        future, participle, subjunctive = head, stem + "i", stem + "isse"
    else:
        stem = head[:-2]
        singular = stem if stem.endswith(("d", "t")) else stem + "t"
        many, imperfect, future = stem + "ent", stem, stem + "r"
        participle, subjunctive = stem + "u", stem + "e"
    return Verb(
        infinitive=infinitive,
        present=(singular + tail, many + tail),
        imperfect=(imperfect + "ait" + tail, imperfect + "aient" + tail),
        future=(future + "a" + tail, future + "ont" + tail),
        conditional=(future + "ait" + tail, future + "aient" + tail),
        subjunctive=(subjunctive + tail, many + tail),
        participle=tuple(form + tail for form in participles(participle)),  # type: ignore[arg-type]  # four in, four out
        gerund=imperfect + "ant" + tail,
    )
