"""Why a release cannot be made."""


class ReleaseError(ValueError):
    """A release that cannot be made; the message says why in one line. Nothing was written."""
