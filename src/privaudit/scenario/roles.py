"""Elements of a screen by their role (the agree button, the permission dialog, the way to the notice).

The wordings are rows of `roles.yaml`, each with its source.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from privaudit.model.ui import Bounds, UiNode, UiTree
from privaudit.scenario.pattern import Budget, contains, matches
from privaudit.yamldoc import parse_documents

Role = Literal[
    "consent-agree", "consent-refuse", "consent-withdraw", "confirm", "notice-words",
    "notice-entry", "notice-way", "complaint-entry", "complaint-way",
    "permission-allow", "permission-deny",
]  # fmt: skip

LONGEST_WORDING = 60
"""Characters above which an element is a text to read, not an entry or a button."""


_LONGEST_ID = 200
_DIALOG_TEXT = 2_000
"""Characters of a text in which the words of a dialog are looked for."""


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Wordings or ids that show an element to play a role."""

    role: Role
    texts: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    source: str


class PermissionPackage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A package whose windows ask for permissions."""

    pattern: str
    source: str


class PermissionWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of a permission dialog and the permission they mean."""

    permission: str
    words: str
    source: str


class PermissionName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A short name for permissions."""

    name: str
    permissions: tuple[str, ...]


class Roles(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All rows of `roles.yaml`."""

    rows: tuple[Row, ...]
    permission_packages: tuple[PermissionPackage, ...]
    permission_words: tuple[PermissionWords, ...]
    permission_names: tuple[PermissionName, ...]


@cache
def load_roles() -> Roles:
    """Return the rows."""
    source = resources.files("privaudit.scenario") / "roles.yaml"
    (document,) = parse_documents(source.read_bytes(), "roles.yaml")
    return document.convert(Roles)


Identity = tuple[str, str, str, Bounds]


def identity(node: UiNode) -> Identity:
    """Return what an element stays the same by when its state (selected, focused) changes."""
    return node.resource_id, node.text, node.content_desc, node.bounds


def find_role(
    tree: UiTree, role: Role, *, package: str = "", without: Collection[Identity] = ()
) -> UiNode | None:
    """Return the element that plays `role`, or None; `package` keeps to the windows of one app.

    Rows are tried in their order; within a row an element that can be clicked comes first. `without` are
    identities of elements that were tried already and led nowhere.
    """
    budget = Budget()
    nodes = [
        n
        for n in tree.walk()
        if n.enabled
        and n.bounds.width > 0
        and n.bounds.height > 0
        and (not package or n.package in ("", package))
        and identity(n) not in without
    ]
    for row in load_roles().rows:
        if row.role != role:
            continue
        # Wordings and ids of a row stand in the order of how clearly they show the role.
        for pattern in row.ids:
            found = [n for n in nodes if n.resource_id and _id_fits(pattern, n, budget)]
            if found:
                return _clickable_first(found)
        for pattern in row.texts:
            found = [n for n in nodes if _text_fits(pattern, n, budget)]
            if found:
                return _clickable_first(found)
    return None


def consent_dialog(tree: UiTree, package: str) -> UiNode | None:
    """Return the agree button when the dialog on the privacy notice is on the screen.

    It is one when there is a button to agree, and a button to refuse or words on privacy beside it.
    """
    agree = find_role(tree, "consent-agree", package=package)
    if agree is None:
        return None
    if find_role(tree, "consent-refuse", package=package) is not None:
        return agree
    budget = Budget()
    patterns = [p for row in load_roles().rows if row.role == "notice-words" for p in row.texts]
    told = any(contains(pattern, text[:_DIALOG_TEXT], budget) for text in tree.texts for pattern in patterns)
    return agree if told else None


def permission_dialog(tree: UiTree) -> str:
    """Return the package whose permission dialog is on the screen, or an empty string.

    A window counts only when it has a button to allow and one to deny: a vendor's permission manager also
    has screens that ask for nothing.
    """
    budget = Budget()
    for package in sorted(tree.packages):
        shown = any(matches(row.pattern, package, budget) for row in load_roles().permission_packages)
        if (
            shown
            and find_role(tree, "permission-allow", package=package) is not None
            and find_role(tree, "permission-deny", package=package) is not None
        ):
            return package
    return ""


def permissions_told(text: str) -> tuple[str, ...]:
    """Return the permissions that the words of a permission dialog mean; none when they are not known."""
    budget = Budget()
    return tuple(
        row.permission
        for row in load_roles().permission_words
        if contains(row.words, text[:_DIALOG_TEXT], budget)
    )


def permissions_named(name: str) -> tuple[str, ...]:
    """Return Android's permissions for a short name of Maestro's, or a full name itself."""
    for row in load_roles().permission_names:
        if row.name == name.casefold():
            return row.permissions
    return (name,) if "." in name else ()


def permission_short_names() -> tuple[str, ...]:
    """Return the short names that `permissions_named` knows."""
    return tuple(row.name for row in load_roles().permission_names)


def _id_fits(pattern: str, node: UiNode, budget: Budget) -> bool:
    name = node.resource_id
    if len(name) > _LONGEST_ID:
        return False
    return matches(pattern, name, budget) or matches(pattern, name.rpartition("/")[2], budget)


def _text_fits(pattern: str, node: UiNode, budget: Budget) -> bool:
    return any(
        value.strip() and len(value) <= LONGEST_WORDING and matches(pattern, value.strip(), budget)
        for value in (node.text, node.content_desc)
    )


def _clickable_first(nodes: list[UiNode]) -> UiNode:
    return next((n for n in nodes if n.clickable), nodes[0])
