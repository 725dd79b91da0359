"""Where certificates to trust come from, looked at before anything is sent."""

from __future__ import annotations

import ssl
from pathlib import Path

from scorecard_action.errors import UsageError


def check_certificates(bundle: str) -> None:
    """Raise UsageError where certificates cannot come from this file or folder."""
    hint = "see REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE, SSL_CERT_FILE"
    path = Path(bundle)
    try:
        if not path.exists():
            raise UsageError(f"no certificates at {bundle!a}", hint=hint)
        if not path.is_dir():
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=bundle)
    except ssl.SSLError:
        raise UsageError(f"no certificate is in {bundle!a}", hint=hint) from None
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise UsageError(f"no certificates from {bundle!a}: {why}", hint=hint) from None
    except ValueError:
        raise UsageError(f"no certificates at {bundle!a}", hint=hint) from None
