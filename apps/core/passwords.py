"""口令 — how passwords are hashed."""

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

# Forty sign-ins at once would otherwise claim forty times the memory.
_hashing = threading.BoundedSemaphore(2)


class RegistryArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (OWASP's figures), at most two at once in a process."""

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash a password."""
        with _hashing:
            return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        """Compare a password with its hash."""
        with _hashing:
            return bool(super().verify(password, encoded))
