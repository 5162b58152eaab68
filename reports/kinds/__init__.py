"""The kinds of papers, a module each. A kind says what it needs and drafts a paper of what was asked for."""

from .kind import Kind
from .matrix import MATRIX

__all__ = ["KINDS", "Kind"]

_ALL = (MATRIX,)
KINDS = {kind.name: kind for kind in _ALL}
