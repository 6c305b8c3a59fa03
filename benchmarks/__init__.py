"""Time and memory, as ratios to a stated baseline measured in the same run."""
