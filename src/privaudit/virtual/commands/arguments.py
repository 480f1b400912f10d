"""Arguments of service commands, and what such a command prints when the service throws."""

from __future__ import annotations

from privaudit.virtual.shell.registry import Call, CommandError

Words = list[str]


def exception(verb: str, kind: str, message: str) -> CommandError:
    """Return what a service's shell prints when it throws."""
    trace = (
        "\tat com.android.server.pm.PackageManagerShellCommand.onCommand(PackageManagerShellCommand"
        ".java:278)\n"
        "\tat com.android.modules.utils.BasicShellCommandHandler.exec(BasicShellCommandHandler.java:97)"
    )
    return CommandError(f"\nException occurred while executing '{verb}':\n{kind}: {message}\n{trace}", 255)


def split(call: Call, valued: tuple[str, ...], plain: str | None = None) -> tuple[dict[str, str], Words]:
    """Split arguments into options and words; where `plain` is given, options not in it are refused."""
    found: dict[str, str] = {}
    words: Words = []
    args = list(call.args)
    while args:
        word = args.pop(0)
        name, equals, value = word.partition("=")
        if word in valued:
            if not args:
                raise exception(
                    call.name, "java.lang.IllegalArgumentException", f'Argument expected after "{word}"'
                )
            found[word] = args.pop(0)
        elif equals and name in valued:
            found[name] = value
        elif word.startswith("-") and len(word) > 1:
            if plain is not None and word not in plain.split():
                call.usage(f"Error: Unknown option: {word}", 255)
            found[word] = ""
        else:
            words.append(word)
    return found, words
