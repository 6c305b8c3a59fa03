"""Notes and tallies from a spreadsheet: read what can be read, and a word for every row that cannot."""

from crpkit.workshop.importing.found import FromPaper, Left, Taken
from crpkit.workshop.importing.notes import notes_from_csv
from crpkit.workshop.importing.sheet import Sheet, read_sheet
from crpkit.workshop.importing.tallies import tallies_from_csv

__all__ = ["FromPaper", "Left", "Sheet", "Taken", "notes_from_csv", "read_sheet", "tallies_from_csv"]
