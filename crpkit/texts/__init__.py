"""Words that a team can edit: what the console says about a disclosure, and translations of the light pages."""

from crpkit.texts.care import care_words
from crpkit.texts.catalogues import Catalogue, check_catalogues, read_catalogue, translations
from crpkit.texts.filling import unfilled

__all__ = ["Catalogue", "care_words", "check_catalogues", "read_catalogue", "translations", "unfilled"]
