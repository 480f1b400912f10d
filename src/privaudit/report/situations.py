"""When and where something happened, in words: the user's decision, the app's state, the surface."""

from __future__ import annotations

from privaudit.model.finding import Finding
from privaudit.model.observation import Surface
from privaudit.report.words import Words


def situations(finding: Finding, said: Words) -> list[str]:
    """Return the consent state of each proof with the app's state then, each pair once; pages are named too.

    A finding without a time rests on the notice alone: what supports it says nothing of when.
    """
    if finding.first is None:
        return []
    pairs: dict[str, None] = {}
    for proof in finding.proofs:
        words = [said.t(f"consent.{proof.consent}")] if proof.consent else []
        words += [said.t(f"app_state.{proof.app_state}")] if proof.app_state else []
        if proof.surface is not None and proof.surface.kind != "native":
            words.append(said.t(f"surface.{proof.surface.kind}"))
        if words:
            pairs[said.t("joiner").join(words)] = None
    return list(pairs)


def surface_words(surface: Surface, said: Words) -> str:
    """Return where something happened: the container, and the page or mini program if it is known."""
    kind = said.t(f"surface.{surface.kind}")
    if surface.kind == "native":
        return kind
    return said.t(
        "surface.on" if surface.page else "surface.unknown", kind=kind, name=surface.name, page=surface.page
    )
