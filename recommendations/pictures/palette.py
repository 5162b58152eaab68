"""The colours of positions for files, which have no style sheet: those of static/site.css in the light."""

from recommendations.models import Category

PAPER, INK, QUIET = "#fbfaf6", "#1a2024", "#566068"
FILLS: dict[str, str] = {
    Category.ACCEPTED: "#0f5b73",
    Category.ACCEPTED_BEING_IMPLEMENTED: "#3d8ca3",
    Category.ACCEPTED_ALREADY_IMPLEMENTED: "#86b9c6",
    Category.PARTIALLY_ACCEPTED: "#f3d97c",
    Category.NOTED: "#d27a1d",
    Category.REJECTED: "#6f2116",
    Category.PENDING: "#fbfaf6",
}
