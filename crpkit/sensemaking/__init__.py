"""Making sense of what was said: notes that may belong together, statements on which groups meet and part."""

from crpkit.sensemaking.agreement import consensus
from crpkit.sensemaking.labels import theme_labels
from crpkit.sensemaking.suggesting import suggest_themes

__all__ = ["consensus", "suggest_themes", "theme_labels"]
