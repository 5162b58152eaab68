"""The matrix of recommendations: what the record holds for it, and the two forms that OHCHR has given it."""
