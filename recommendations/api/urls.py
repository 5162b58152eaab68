"""Addresses of the API's public record, below /api/v1/. What is named here stays for ever."""

from django.urls import path, re_path

from .answering import of_the_record
from .cases import CaseList, CaseOne
from .follow_up import ActionList, ActionOne
from .recommendations import RecommendationList, RecommendationOne
from .reviews import ReviewList, ReviewOne
from .statements import StatementList, StatementOne
from .states import StateList, StateOne

urlpatterns = [
    path("recommendations/", of_the_record(RecommendationList), name="recommendation_list"),
    re_path(
        r"^recommendations/(?P<review>[-a-zA-Z0-9_]+)/(?P<key>[0-9A-Za-z.()-]{1,30})/$",
        of_the_record(RecommendationOne),
        name="recommendation",
    ),
    path("reviews/", of_the_record(ReviewList), name="review_list"),
    path("reviews/<slug:name>/", of_the_record(ReviewOne), name="review"),
    path("states/", of_the_record(StateList), name="state_list"),
    path("states/<slug:name>/", of_the_record(StateOne), name="state"),
    path("follow-up/", of_the_record(ActionList), name="follow_up_list"),
    path("follow-up/<slug:name>/", of_the_record(ActionOne), name="follow_up"),
    path("statements/", of_the_record(StatementList), name="statement_list"),
    path("statements/<slug:name>/", of_the_record(StatementOne), name="statement"),
    path("cases/", of_the_record(CaseList), name="case_list"),
    path("cases/<slug:name>/", of_the_record(CaseOne), name="case"),
]
