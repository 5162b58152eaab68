"""Addresses of the public record. They are stable for ever: moved ones redirect.

Pages are there in each language, and so are drawings with words in them. Files are the same for everybody: Latin
letters are all that a picture of dots can be set in on any machine, and whoever counts wants one table.
"""

from django.urls import path, re_path
from django.views.decorators.http import require_safe

from exports.formats import FORMATS

from . import calendar_views, card_pages, data_pages, picture_pages, record_feeds, review_pages, statement_pages, views

app_name = "recommendations"

FORMAT = rf"(?P<file_format>{'|'.join(FORMATS)})"

pages = [
    path("reviews/", review_pages.review_list, name="review_list"),
    path("reviews/<slug:slug>/", review_pages.review_page, name="review"),
    path("reviews/<slug:slug>/pictures/<slug:name>/", picture_pages.review_picture, name="picture"),
    re_path(
        r"^reviews/(?P<slug>[-a-zA-Z0-9_]+)/pictures/(?P<name>[-a-z]+)\.(?P<file_format>svg)$",
        picture_pages.review_picture_file,
        name="picture_file",
    ),
    path("recommendations/", views.recommendation_list, name="recommendation_list"),
    re_path(
        r"^recommendations/(?P<review>[-a-zA-Z0-9_]+)/(?P<key>[0-9A-Za-z.()-]{1,30})/$",
        views.recommendation_page,
        name="recommendation",
    ),
    path("states/", views.state_list, name="state_list"),
    path("states/<slug:iso3>/", views.state_page, name="state"),
    path("states/<slug:iso3>/pictures/<slug:name>/", picture_pages.state_picture, name="state_picture"),
    re_path(
        r"^states/(?P<iso3>[A-Z]{3})/pictures/(?P<name>[-a-z]+)\.(?P<file_format>svg)$",
        picture_pages.state_picture_file,
        name="state_picture_file",
    ),
    path("follow-up/", views.follow_up_list, name="follow_up_list"),
    path("follow-up/<slug:slug>/", views.follow_up_page, name="follow_up"),
    path("calendar/", calendar_views.calendar_page, name="calendar"),
    path("data/", data_pages.data_page, name="data_page"),
    path("feeds/", record_feeds.feeds, name="feeds"),
    path("statements/", statement_pages.statement_list, name="statement_list"),
    path("statements/<slug:slug>/", statement_pages.statement_page, name="statement"),
]
files = [
    path("reviews/<slug:slug>/card.png", card_pages.review_card, name="review_card"),
    re_path(
        r"^reviews/(?P<slug>[-a-zA-Z0-9_]+)/pictures/(?P<name>[-a-z]+)\.(?P<file_format>png|csv|xlsx|json|jsonl)$",
        picture_pages.review_picture_file,
        name="picture_file",
    ),
    re_path(rf"^recommendations\.{FORMAT}$", views.recommendation_file, name="recommendation_file"),
    re_path(
        r"^recommendations/(?P<review>[-a-zA-Z0-9_]+)/(?P<key>[0-9A-Za-z.()-]{1,30})/card\.png$",
        card_pages.recommendation_card,
        name="recommendation_card",
    ),
    path("states/<slug:iso3>/card.png", card_pages.state_card, name="state_card"),
    re_path(
        r"^states/(?P<iso3>[A-Z]{3})/pictures/(?P<name>[-a-z]+)\.(?P<file_format>png|csv|xlsx|json|jsonl)$",
        picture_pages.state_picture_file,
        name="state_picture_file",
    ),
    re_path(rf"^follow-up\.{FORMAT}$", views.follow_up_file, name="follow_up_file"),
    path("follow-up/<slug:slug>/card.png", card_pages.follow_up_card, name="follow_up_card"),
    path("calendar.ics", calendar_views.calendar_ics, name="calendar_file"),
    re_path(r"^data/(?P<name>[A-Za-z0-9_.-]{1,80})$", data_pages.data_file, name="data_file"),
    path("feeds/data.atom", require_safe(data_pages.DataFeed()), name="data_feed"),
    path("feeds/follow-up.atom", require_safe(record_feeds.FollowUpFeed()), name="follow_up_feed"),
    path("feeds/statements.atom", require_safe(record_feeds.StatementFeed()), name="statement_feed"),
    path("feeds/reviews.atom", require_safe(record_feeds.ReviewFeed()), name="review_feed"),
    path("feeds/dates.atom", require_safe(record_feeds.DateFeed()), name="date_feed"),
    path("statements/<slug:slug>/card.png", card_pages.statement_card, name="statement_card"),
    re_path(
        r"^statements/(?P<slug>[-a-zA-Z0-9_]+)\.(?P<file_format>docx|pdf)$",
        statement_pages.statement_file,
        name="statement_file",
    ),
]
