"""Why a file is not taken, as a word that a child process can say; `inspection` puts it into a sentence."""


class RefusedFile(Exception):
    """A file that is not taken, or of which no public copy is made."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
