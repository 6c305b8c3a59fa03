"""What the learning framework says, as frozen records: groups, principles, interventions, needs and more."""

from crpkit.framework.collection import Collection, UnknownId
from crpkit.framework.framework import Framework
from crpkit.framework.loading import check_framework, load_framework
from crpkit.framework.models import COLLECTIONS, Fact, HowKnown, Record

__all__ = [
    "COLLECTIONS",
    "Collection",
    "Fact",
    "Framework",
    "HowKnown",
    "Record",
    "UnknownId",
    "check_framework",
    "load_framework",
]
