"""The server: light pages, and notebooks shown by Voilà, for this computer alone."""

from crpkit.server.run import serve

__all__ = ["serve"]
