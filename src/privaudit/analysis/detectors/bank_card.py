"""Bank card number: ISO/IEC 7812-1, check digit by Luhn, issuers by the beginnings that schemes publish."""

from __future__ import annotations

from typing import Final

from privaudit.analysis.detector import Detector, Reading, bare, luhn, monotonous

ISSUERS: Final[tuple[tuple[str, str, frozenset[int]], ...]] = (
    # UnionPay: 62, and 81 from 8110 to 8171 (UnionPay International's announcement of 2016).
    ("62", "62", frozenset({16, 17, 18, 19})),
    ("8110", "8171", frozenset({16, 17, 18, 19})),
    # Debit cards of mainland banks from before UnionPay's beginning: ICBC 9558, CCB 436742 and 5323.
    ("9558", "9558", frozenset({19})),
    ("436742", "436742", frozenset({19})),
    # Visa.
    ("4", "4", frozenset({16, 19})),
    # Mastercard; 2221 to 2720 since 2017.
    ("51", "55", frozenset({16})),
    ("2221", "2720", frozenset({16})),
    # American Express.
    ("34", "34", frozenset({15})),
    ("37", "37", frozenset({15})),
    # JCB.
    ("3528", "3589", frozenset({16, 17, 18, 19})),
    # Discover and Diners Club.
    ("6011", "6011", frozenset({16, 19})),
    ("644", "649", frozenset({16, 19})),
    ("65", "65", frozenset({16, 19})),
    ("36", "36", frozenset({14})),
)
"""First and last beginning of a range, and the lengths of its numbers; as the schemes publish them."""


def read(text: str) -> Reading | None:
    """Take 14 to 19 digits of a known issuer with a check digit that holds."""
    number = bare(text)
    if not luhn(number) or monotonous(number):
        return None
    for first, last, lengths in ISSUERS:
        if len(number) in lengths and first <= number[: len(first)] <= last:
            return Reading(number)
    return None


DETECTOR = Detector(
    name="bank-card",
    data_types=("finance.bank_card",),
    pattern=rb"[2-689][0-9]{3}(?:[ -]?[0-9]{4,6}){2}(?:[ -]?[0-9]{1,7})?",
    read=read,
    chance=0.025,
)
