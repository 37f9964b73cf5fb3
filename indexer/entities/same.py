"""One person under several names: with and without initials, or by initials alone."""

from collections.abc import Iterable, Sequence

from indexer.entities.gazetteer import Gazetteer
from indexer.entities.people import Named, key

_MOST_BEARERS = 20  # of a surname that are compared


def identified(new: Iterable[Named], known: Sequence[Named], gazetteer: Gazetteer) -> list[Named]:
    """Give persons that no list knows the id of one whom their name means.

    "J. P. de Hoop Scheffer" and "Jaap P. de Hoop Scheffer" are Jaap de Hoop Scheffer, if he is the
    only one whom the name fits: among the persons that the text names, then among all the known.
    """
    people: list[Named] = []
    told = {person.entity: person.label for person in known}
    by_surname: dict[str, list[str]] = {}
    for person in known:
        _note(by_surname, person)
    # Those whose given name is an initial come last: the others may tell who they are.
    for person in sorted(new, key=lambda one: (one.label[1:2] == ".", one.start)):
        found = person
        if person.entity not in told:
            for surname in person.surnames:
                bearer = _only(person.label, by_surname.get(surname, ()), told)
                if bearer is None and (listed := gazetteer.surnames.get(surname)) is not None:
                    labels = {one: gazetteer.entities[one].label for one in listed.people}
                    bearer = _only(person.label, listed.people, labels)
                if bearer is not None:
                    label = told.get(bearer) or gazetteer.entities[bearer].label
                    found = person._replace(entity=bearer, label=label)
                    break
        told.setdefault(found.entity, found.label)
        _note(by_surname, found)
        people.append(found)
    return people


def _note(by_surname: dict[str, list[str]], person: Named) -> None:
    for surname in person.surnames:
        bearers = by_surname.setdefault(surname, [])
        if person.entity not in bearers:
            bearers.append(person.entity)


def _only(label: str, people: Iterable[str], labels: dict[str, str]) -> str | None:
    """Return the one person whose label a name fits, None where there is none or several."""
    fitting = [one for one in list(people)[:_MOST_BEARERS] if _fits(label, labels[one])]
    return fitting[0] if len(fitting) == 1 else None


def _fits(name: str, label: str) -> bool:
    """Tell whether a name is a label but for initials.

    >>> _fits("J. P. Teissier", "Jean Teissier"), _fits("Jean P. Teissier", "Jean Q. Teissier")
    (True, False)
    """
    ours, theirs = key(name).split(), key(label).split()
    long = [word for word in ours if len(word) > 1], [word for word in theirs if len(word) > 1]
    short = [word for word in ours if len(word) == 1], [word for word in theirs if len(word) == 1]
    if long[0] == long[1]:
        return not short[0] or not short[1] or short[0] == short[1]
    # By initials alone: the first letter and everything behind the given name agree.
    return (
        len(ours[0]) == 1
        and len(long[0]) > 0
        and long[0] == long[1][1:]
        and long[1][0].startswith(ours[0])
    )
