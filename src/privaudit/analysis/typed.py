"""Which data type a call reads, where it follows from what the call names or asks for."""

from __future__ import annotations

import posixpath
import re
from functools import cache

from privaudit.model.catalog import ApiRow

_WORD = re.compile(r"[\w.-]+")


def data_type_of(row: ApiRow, args: tuple[str, ...]) -> str:
    """Return the data type a call reads: the row's own, or what its name or its address says.

    A name is the argument at `name_arg`. An address is `args[0]`: a content URI, an authority or an intent's
    action; the other arguments are what is asked for there.
    """
    if row.names and row.name_arg is not None:
        at = row.kept_args.index(row.name_arg) if row.name_arg in row.kept_args else 0
        name = args[at] if at < len(args) else ""
        # Several names told at once are joined by commas: the first that says a type decides.
        told = next((row.names[one] for one in (name, *name.split(",")) if row.names.get(one)), None)
        return told or _of_path(row, name) or row.data_type
    if not row.columns:
        return row.data_type
    address = args[0] if args else ""
    asked = {word for text in (address.partition("?")[2], *args[1:]) for word in _WORD.findall(text)}
    name = address.removeprefix("content://").split("?", 1)[0].rstrip("/")
    # "0@com.android.contacts" asks for the contacts of user 0.
    name = name.split("@", 1)[1] if "@" in name.split("/", 1)[0] else name
    while name:
        for entry, data_type in row.columns.items():
            place, _, word = entry.partition("#")
            if place == name and word and word in asked:
                return data_type
        if name in row.columns:
            return row.columns[name]
        name = name.rpartition("/")[0]
    return row.data_type


def _of_path(row: ApiRow, path: str) -> str:
    """Return the data type of the first glob of a native row that a path fits."""
    if row.kind != "native":
        return ""
    # As the kernel reads it: `//` and `/./` mean nothing.
    plain = "/" + posixpath.normpath(path).lstrip("/")
    return next((told for glob, told in row.names.items() if _glob(glob).fullmatch(plain)), "")


@cache
def _glob(glob: str) -> re.Pattern[str]:
    """`*` fits within one part of a path, `**` the rest of it, `#` a process: as the agent reads it."""
    forms = {"**": ".*", "*": "[^/]*", "#": "[0-9]+"}
    return re.compile(
        "".join(forms.get(part, re.escape(part)) for part in re.split(r"(\*\*|\*|#)", glob)), re.DOTALL
    )
