from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from tremplin.base.settings import Settings

__all__ = ["Signer"]


@dataclass(frozen=True, repr=False)
class Signer:
    """Signs short texts with the secret of this service.

    Each purpose has a key of its own, so that a signature made for one is worth nothing for another.
    """

    secret: bytes

    @classmethod
    def read(cls, settings: Settings) -> Signer:
        """Takes the secret of the settings, or a new one that lasts until the service stops."""
        secret = settings.secret.get_secret_value().encode()
        return cls(secret or secrets.token_bytes(32))

    def sign(self, purpose: str, text: str) -> str:
        """Returns the signature of a text, 64 hexadecimal digits (HMAC-SHA256)."""
        key = hmac.digest(self.secret, purpose.encode(), hashlib.sha256)
        return hmac.digest(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()

    def verify(self, purpose: str, text: str, signature: str) -> bool:
        """Tells whether a signature was made here for this purpose and this text, in constant time."""
        given = signature.encode("utf-8", "surrogatepass")
        return hmac.compare_digest(self.sign(purpose, text).encode(), given)
