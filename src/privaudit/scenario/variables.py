"""Variables of a flow: `${NAME}` in its texts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from privaudit.yamldoc import nearest

AT_RUN_TIME = "maestro.copiedText"
"""The one expression whose value is known only while the flow runs: what `copyTextFrom` read last."""

_USE = re.compile(r"\\?\$\{([^}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MAX_TEXT = 100_000


class VariableError(ValueError):
    """A `${…}` cannot be replaced; `hint` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def substitute(text: str, values: Mapping[str, str]) -> str:
    r"""Return `text` with each `${NAME}` replaced by its value; `\${` stays `${`.

    `${maestro.copiedText}` is left for `substitute_copied`. Raises VariableError for an unknown name and for
    JavaScript, which is not run here.
    """
    result = _USE.sub(lambda use: _value(use, values), text)
    if len(result) > _MAX_TEXT:
        raise VariableError(
            f"the text is longer than {_MAX_TEXT} characters once its variables are filled in",
            "shorten the variables",
        )
    return result


def substitute_copied(text: str, copied: str) -> str:
    """Return `text` with the copied text in place of `${maestro.copiedText}`."""
    return text.replace("${" + AT_RUN_TIME + "}", copied)


def _value(use: re.Match[str], values: Mapping[str, str]) -> str:
    if use[0].startswith("\\"):
        return use[0][1:]
    name = use[1].strip()
    if name == AT_RUN_TIME:
        return "${" + AT_RUN_TIME + "}"
    if not _NAME.fullmatch(name):
        raise VariableError(
            f"${{{name[:60]}}} is a JavaScript expression, which is not run here",
            "use the name of a variable alone, as in ${NAME}, and give it its value under `env:`",
        )
    if name not in values:
        near = nearest(name, sorted(values))
        raise VariableError(
            f"variable {name!r} has no value",
            f"did you mean {near!r}?" if near else f"give it under `env:`, or from outside: {name}=VALUE",
        )
    return values[name]
