"""The headers that every response carries, errors too."""

from flask import Flask, Response, request

# Nothing is loaded from elsewhere, nothing runs, nobody frames the pages, and no address that a
# reader was at reaches another site.
SECURITY_HEADERS: dict[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


# What harvesters and feed readers may keep, and have to ask about each time.
REVALIDATED = "private, no-cache"


def add_to(app: Flask) -> None:
    """Make every response of `app` carry the headers; a search is never stored."""

    @app.after_request
    def _set(response: Response) -> Response:
        for name, value in SECURITY_HEADERS.items():
            response.headers[name] = value
        is_kept = request.endpoint == "static" or (
            response.headers.get("Cache-Control") == REVALIDATED
        )
        if not is_kept or response.status_code >= 400:
            # A search must not stay on a shared computer or in a proxy.
            response.headers["Cache-Control"] = "private, no-store"
        return response
