"""How files are written. Knows tables, not what is in them."""
