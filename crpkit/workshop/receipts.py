"""Receipts: what a phone proves itself with, and what a person takes everything back with.

The kit keeps no receipt. A person's pseudonym is computed from it, and nothing leads back from the pseudonym.
"""

from __future__ import annotations

import hashlib

from crpkit.store.ids import ALPHABET as BASE_32
from crpkit.workshop.checks import refused
from crpkit.workshop.codes import drawn, typed

LENGTH = 12
_GROUP = 4
_PSEUDONYM = 16


def new_receipt() -> str:
    """Return twelve characters drawn at random."""
    return drawn(LENGTH)


def clean_receipt(text: str) -> str:
    """Return a receipt as phones keep it: upper case, without spaces and hyphens.

    Raises
    ------
    InputProblems
        If it is not twelve of the characters in use.
    """
    receipt = typed(text, LENGTH)
    if receipt is None:
        found = f"“{text[:40]}” is not a receipt code"
        remedy = f"A receipt code has {LENGTH} letters and numbers, without 0, O, 1, I and L."
        raise refused(found, remedy, field="receipt")
    return receipt


def written_receipt(receipt: str) -> str:
    """Return a receipt as people read it: ``K7MP-WX3A-9QRS``."""
    return "-".join(receipt[start : start + _GROUP] for start in range(0, len(receipt), _GROUP))


def person_of(code: str, receipt: str) -> str:
    """Return the pseudonym of whoever holds this receipt, in one workshop.

    Parameters
    ----------
    code
        The workshop's: in another workshop the same phone is another person.
    receipt
        As the phone or the person gives it.

    Raises
    ------
    InputProblems
        If it is not a receipt.
    """
    digest = hashlib.sha256(f"crpkit:{code}:{clean_receipt(receipt)}".encode()).digest()
    return "p-" + "".join(BASE_32[byte % 32] for byte in digest[:_PSEUDONYM])
