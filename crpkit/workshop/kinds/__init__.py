"""The kinds of activities: each is one YAML file, in this folder or in a team's ``workshop_data/kinds``."""

from crpkit.workshop.kinds.model import Answer, Box, Choosing, EntryField, Kind, Writing
from crpkit.workshop.kinds.reading import kinds

__all__ = ["Answer", "Box", "Choosing", "EntryField", "Kind", "Writing", "kinds"]
