"""The print pack: everything a workshop needs on paper, as one PDF."""

from crpkit.reports.pack.printing import print_pack
from crpkit.reports.pack.sheets import Sheet, sheets

__all__ = ["Sheet", "print_pack", "sheets"]
