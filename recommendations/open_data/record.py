"""The tables of the public record, column by column. What is not listed here is in no file; incidents never are."""

from django.db import models

from recommendations.models import (
    ImportRun,
    Merged,
    Reading,
    SiteText,
    SiteTextVersion,
)

from .of_advocacy import CASES, FOLLOW_UP, STATEMENTS
from .of_reviews import ASSESSMENTS, RECOMMENDATIONS, REFERENCE, REVIEWS, STATES
from .tables import Table

# What is public but in no file, and why.
LEFT_OUT: dict[type[models.Model], str] = {
    Reading: "What imported files say word for word is theirs; the page of a recommendation shows where they differ.",
    ImportRun: "Files that were read, which pages know by their checksums alone.",
    SiteText: "What the office that runs this site says of itself is no record of what States were asked.",
    SiteTextVersion: "The same.",
    Merged: "Former names of what was merged, by which addresses lead on.",
}

TABLES: tuple[Table, ...] = (
    *STATES,
    *REFERENCE,
    *REVIEWS,
    *RECOMMENDATIONS,
    *ASSESSMENTS,
    *FOLLOW_UP,
    *STATEMENTS,
    *CASES,
)
