"""Issued papers: what is kept, who sees it, and what ends it."""
