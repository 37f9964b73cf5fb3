"""The slots of the French frames: what each {name} of templates/fr.txt is filled with."""

# ruff: noqa: PLR2004 - the shares of a distribution are its data, and stand where they are drawn

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from indexer.sample.grammar import (
    MONTHS,
    OF,
    THE,
    TO,
    A,
    Frame,
    Slot,
    Writer,
    article,
    compiled,
    contract,
    sections,
)
from indexer.sample.lexicon import PLURAL, Organisation

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.sample.inflect import Verb

_PREDICATES = tuple(
    (word, word if word[-1] == "e" else word + "e")
    for word in (
        "indispensable", "utile", "important", "nécessaire", "possible", "urgent", "prioritaire",
        "difficile", "acquis", "connu", "fragile", "solide", "durable", "visible",
    )
)  # fmt: skip

# The form of a verb by tense, for a number (0 or 1) and the agreement of the last noun phrase.
_TENSES: dict[str, Callable[[Verb, int, int], str]] = {
    "pr": lambda verb, number, _: verb.present[number],
    "pc": lambda verb, number, _: ("a ", "ont ")[number] + verb.participle[0],
    "im": lambda verb, number, _: verb.imperfect[number],
    "fu": lambda verb, number, _: verb.future[number],
    "co": lambda verb, number, _: verb.conditional[number],
    "sj": lambda verb, number, _: verb.subjunctive[number],
    "inf": lambda verb, _, __: verb.infinitive,
    "ppr": lambda verb, _, __: verb.gerund,
    "pp": lambda verb, _, __: verb.participle[0],
    "pps": lambda verb, _, noun: verb.participle[noun],
}


def _articled(table: tuple[str, ...], *, subject: bool = False, many: bool = False) -> Slot:
    def slot(writer: Writer) -> str:
        text, agreement = writer.dressed("act", many=True) if many else writer.phrase()
        if subject:
            writer.subject = agreement
        return article(writer, table, text, agreement)

    return slot


def _some(writer: Writer) -> str:
    """Return an indefinite plural: des exercices, de nouveaux exercices."""
    text, agreement = writer.dressed("act", many=True)
    if writer.fronted:
        return ("d'" if writer.elides(text) else "de ") + text
    return A[agreement] + text


def _one(writer: Writer) -> str:
    text, agreement = writer.dressed("act", many=False)
    return A[agreement] + text


def _object(writer: Writer) -> str:
    chance = writer.dice.random()
    if chance < 0.5:
        return _NP(writer)
    return _one(writer) if chance < 0.75 else _some(writer)


def _organisation(writer: Writer) -> Organisation:
    chance = writer.dice.random()
    for _ in range(3):
        if chance < 0.7:
            own = writer.theme.organisations
            found = own[int(writer.dice.random() * len(own))]
        else:
            found = writer.lexicon.organisations.draw(writer.dice)
        if found.first <= writer.year <= found.last:
            return found
    return writer.lexicon.organisations.table[0]


def _org(preposition: str = "", *, agrees: bool = True) -> Slot:
    def slot(writer: Writer) -> str:
        found = _organisation(writer)
        if agrees:
            writer.subject = writer.noun = found.agreement
        return contract(writer, preposition, found.name) if preposition else found.name

    return slot


def _people(table: tuple[str, ...] | None, *, of: bool = False, agrees: bool = True) -> Slot:
    def slot(writer: Writer) -> str:
        text, agreement = writer.dressed("people", many=True)
        if agrees:
            writer.subject = agreement
        if table is not None:
            return article(writer, table, text, agreement)
        return (("d'" if writer.elides(text) else "de ") if of else "") + text

    return slot


def _person(preposition: str = "", *, short: bool = False, agrees: bool = False) -> Slot:
    def slot(writer: Writer) -> str:
        if not short:
            writer.whom = writer.persons[int(writer.dice.random() * len(writer.persons))]
        if agrees:
            writer.subject = writer.noun = writer.whom.female
        name = writer.whom.short if short else writer.whom.full
        return contract(writer, preposition, name) if preposition else name

    return slot


def _place(attribute: str) -> Slot:
    def slot(writer: Writer) -> str:
        ranked = writer.theme.places if writer.dice.random() < 0.7 else writer.lexicon.places
        found: str = getattr(ranked.draw(writer.dice), attribute)
        return found

    return slot


def _single(sense: str, table: tuple[str, ...], *, subject: bool = False) -> Slot:
    def slot(writer: Writer) -> str:
        text, agreement = writer.dressed(sense, many=False)
        if subject:
            writer.subject = agreement
        return article(writer, table, text, agreement)

    return slot


def _things(writer: Writer) -> str:
    return writer.dressed("thing", many=True)[0]


def _form(kind: str, tense: str, *, agreement: int | None = None, noun: bool = False) -> Slot:
    """Return a slot for a verb form; it agrees with the subject, the noun, or as stated."""
    pick = _TENSES[tense]

    def slot(writer: Writer) -> str:
        verb = writer.verb() if kind == "do" else writer.lexicon.verbs[kind].draw(writer.dice)
        source = writer.noun if noun else writer.subject
        number = int(source >= PLURAL) if agreement is None else agreement
        return pick(verb, number, writer.noun)

    return slot


def _passive(singular: str, many: str) -> Slot:
    def slot(writer: Writer) -> str:
        auxiliary = many if writer.noun >= PLURAL else singular
        return auxiliary + writer.verb().participle[writer.noun]

    return slot


def _agrees(singular: str, many: str) -> Slot:
    return lambda writer: many if writer.noun >= PLURAL else singular


def _predicate(writer: Writer) -> str:
    masculine, female = writer.dice.pick(_PREDICATES)
    word = female if writer.noun % PLURAL else masculine
    return word + "s" if writer.noun >= PLURAL and word[-1] != "s" else word


def _circumstance(writer: Writer) -> str:
    chance = writer.dice.random()
    if chance < 0.35:
        return ""
    if chance < 0.7:
        return writer.lexicon.adverbs.draw(writer.dice)
    return _place("where")(writer)


def _ship(writer: Writer) -> str:
    found = writer.names.ships.draw(writer.dice)
    writer.subject = writer.noun = found[2]
    return found[0]


def _exercise(writer: Writer) -> str:
    writer.subject = writer.noun = 0
    return "l'exercice " + writer.names.exercises.draw(writer.dice)


def _month(writer: Writer) -> str:
    return f"{writer.dice.pick(MONTHS)} {writer.year + int(writer.dice.random() * 2)}"


def _duration(writer: Writer) -> str:
    return f"{writer.dice.between(2, 18)} {writer.dice.pick(('jours', 'semaines', 'mois', 'ans'))}"


def _money(writer: Writer) -> str:
    if writer.dice.chance(0.5):
        return f"{writer.number(5, 900)}{writer.space}000 euros"
    whole = writer.dice.between(1, 90)
    unit = "million" if whole == 1 else "millions"
    return f"{whole},{writer.dice.between(1, 9)} {unit} d'euros"


def _company(writer: Writer) -> str:
    return writer.names.villages.draw(writer.dice) + writer.dice.pick(
        (" Industries", " Logistique", " Aéro", " Systèmes", " Marine")
    )


def _clause(writer: Writer) -> str:
    frames = french()["clause"]
    return writer.write(writer.dice.pick(frames)).rstrip()


def _theme_phrase(table: tuple[str, ...]) -> Slot:
    def slot(writer: Writer) -> str:
        text, agreement = writer.theme.phrases[0]
        return article(writer, table, text, agreement)

    return slot


_NP = _articled(THE)

SLOTS: dict[str, Slot] = {
    "Org": _org(), "org": _org(), "org2": _org(), "deorg": _org("de", agrees=False),
    "aorg": _org("à", agrees=False),
    "Hum": _people(THE), "hum": _people(THE), "hum2": _people(THE),
    "humo": _people(None, agrees=False), "dehumb": _people(None, of=True, agrees=False),
    "dehum": _people(OF, agrees=False), "adhum": _people(TO, agrees=False),
    "Pers": _person(agrees=True), "pers": _person(agrees=True), "perso": _person(),
    "deperso": _person("de"), "PersB": _person(short=True, agrees=True),
    "persb": _person(short=True),
    "depersb": _person("de", short=True),
    "Np": _articled(THE, subject=True), "np2": _articled(THE, subject=True), "np": _NP,
    "Npp": _articled(THE, subject=True, many=True), "npp": _articled(THE, many=True),
    "denp": _articled(OF), "anp": _articled(TO), "unnp": _one, "desnp": _some, "obj": _object,
    "themenp": _theme_phrase(THE), "athemenp": _theme_phrase(TO),
    "Ev": _single("event", A, subject=True), "ev": _single("event", A),
    "evd": _single("event", A), "ev_def": _single("event", THE), "deev": _single("event", OF),
    "adev": _single("event", TO), "site": _single("site", THE), "unsite": _single("site", A),
    "alieu": _place("where"), "en": _place("where"), "depl": _place("of"), "lepl": _place("the"),
    "village": lambda writer: writer.names.villages.draw(writer.dice),
    "Ship": _ship, "Exer": _exercise, "company": _company, "things": _things,
    "circ": _circumstance, "clause": _clause, "adjpred": _predicate,
    "date": lambda writer: writer.day, "mois": _month, "duree": _duration, "money": _money,
    "annee": lambda writer: str(writer.year - writer.dice.between(1, 9)),
    "annee2": lambda writer: str(writer.year + writer.dice.between(1, 5)),
    "num": lambda writer: writer.number(20, 9000),
    "num2": lambda writer: str(writer.dice.between(3, 60)),
    "pct": lambda writer: f"{writer.dice.between(3, 95)} %",
    "e": lambda writer: "e" if writer.subject % PLURAL else "",
    "l": lambda writer: "e" if writer.noun % PLURAL else "",
    "il": lambda writer: "elle" if writer.subject % PLURAL else "il",
    "est": _agrees("est", "sont"), "reste": _agrees("reste", "restent"),
    "avait": _agrees("avait", "avaient"), "doit": _agrees("doit", "doivent"),
    "peut": _agrees("peut", "peuvent"), "pourra": _agrees("pourra", "pourront"),
    "invite": _agrees("invite", "invitent"),
    "livre": lambda writer: "livrées" if writer.noun % PLURAL else "livrés",
    "pass.pc": _passive("a été ", "ont été "), "pass.fu": _passive("sera ", "seront "),
    "do.pr3": _form("do", "pr", noun=True), "do.pc3": _form("do", "pc", noun=True),
    "do.fu3": _form("do", "fu", agreement=0), "do.pr_p": _form("do", "pr", agreement=1),
    **{f"do.{tense}": _form("do", tense)
       for tense in ("pr", "pc", "fu", "im", "co", "sj", "inf", "pp", "pps", "ppr")},
    "meet.pc": _form("meet", "pc"), "say.pc": _form("say", "pc"), "say.pr": _form("say", "pr"),
    "go.pr": _form("go", "pr", noun=True), "go.pc": _form("go", "pc", noun=True),
}  # fmt: skip


@cache
def french() -> dict[str, tuple[Frame, ...]]:
    """Return the compiled French frames by section."""
    return {
        name: tuple(compiled(line, SLOTS) for line in found)
        for name, found in sections("templates/fr.txt").items()
    }
