"""What themes, vocabularies and steps of clocks are called in the language of the page."""

from django.utils.translation import pgettext


def reference_name(name: str) -> str:
    """What reference data are called in the language of the page, by their English name or note.

    reference/locale has the names that come with the program; any other stays as it is recorded.
    """
    return pgettext("vocabulary", name) if name else ""
