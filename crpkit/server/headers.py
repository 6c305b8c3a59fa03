"""The headers that keep a page at home: what it may load, and what it tells others."""

from __future__ import annotations

from tornado.httputil import HTTPHeaders
from tornado.web import OutputTransform

_EVERYWHERE = "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
LIGHT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    f"connect-src 'self'; {_EVERYWHERE}"
)


def light_policy(host: str) -> str:
    """Return what a light page with a WebSocket may load.

    Parameters
    ----------
    host
        The server as the browser calls it.
    """
    # Not every browser takes 'self' to include WebSockets.
    return LIGHT_POLICY.replace("connect-src 'self'", f"connect-src 'self' ws://{host}")


def notebook_policy(host: str) -> str:
    """Return what a notebook page may load: from this server, and what Jupyter's front end makes by itself.

    Parameters
    ----------
    host
        The server as the browser calls it.
    """
    return (
        "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        # Not every browser takes 'self' to include WebSockets.
        f"connect-src 'self' ws://{host}; worker-src 'self' blob:; {_EVERYWHERE}"
    )


class SafeHeaders(OutputTransform):
    """Adds to each answer: load nothing from elsewhere, guess no types, tell nobody where one came from."""

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Add them."""
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "SAMEORIGIN"
        # Not "no-referrer": that would also take the origin from a page's own farewell, which is checked.
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if "Content-Security-Policy" not in headers:
            headers["Content-Security-Policy"] = LIGHT_POLICY
        return status_code, headers, chunk
