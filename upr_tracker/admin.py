"""What the assembly adds to the admin."""

from .sign_in import admin as staff

__all__ = ["staff"]
