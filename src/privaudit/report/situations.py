"""When something happened, as a reader wants it: the user's decision and the app's state, side by side."""

from __future__ import annotations

from privaudit.model.finding import Finding
from privaudit.report.words import Words


def situations(finding: Finding, said: Words) -> list[str]:
    """Return the consent state of each proof with the app's state then, each pair once.

    A finding without a time rests on the notice alone: what supports it says nothing of when.
    """
    if finding.first is None:
        return []
    pairs: dict[str, None] = {}
    for proof in finding.proofs:
        words = [said.t(f"consent.{proof.consent}")] if proof.consent else []
        words += [said.t(f"app_state.{proof.app_state}")] if proof.app_state else []
        if words:
            pairs[said.t("joiner").join(words)] = None
    return list(pairs)
