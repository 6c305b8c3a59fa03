"""The kit's own rules, a few to a file; :func:`crpkit.journeys.rules` lists them."""
