"""Why decisions cannot be read or taken."""

from __future__ import annotations

from index.errors import DepecheError


class AuthorityDamaged(DepecheError):
    """The decisions in {path} cannot be used: {problem}."""

    hint = "Correct that place; docs/entities.md has the format. Nothing was changed."


class DecisionImpossible(DepecheError):
    """This cannot be decided: {problem}."""

    hint = "See what is decided so far with 'depeche entities show ID', or in authority.toml."


class AuthorityNotEdited(DepecheError):
    """{path} is not written one [[table]] a decision, so that no program can change it safely."""

    hint = "Write the change into it by hand; docs/entities.md has the format."


class UnknownEntity(DepecheError):
    """No entity has the id '{id}'{nearest}."""

    hint = (
        "Look it up with 'depeche entities list --starts NAME';"
        " add a new one with 'depeche entities import'."
    )


class NoSuchDecision(DepecheError):
    """There is no such decision about '{id}' to undo."""

    hint = "See the decisions about it with 'depeche entities show ID'."


class TableDamaged(DepecheError):
    """{path} was not imported: {problems}."""

    hint = "Correct these lines and import it again; 'depeche entities export' writes the form."
