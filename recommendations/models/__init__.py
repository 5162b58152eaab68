"""The records of the public record, a module per noun."""

from .answer_word import AnswerWord
from .assessment import Assessment, AssessmentCitation, Judgement
from .bulk_rows import insert_rows, writing_many
from .case import Case, CaseCitation
from .clock import ClockDate, ClockStep
from .council import FOR_A_SPECIAL_SESSION, SEATS, SEATS_OF, CouncilTerm
from .data_version import DataVersion
from .demand import Demand
from .follow_up import FollowUpAction, FollowUpCitation, StateStance, StatusEvent
from .history import CORRECTED, Change, Tracked, TrackedQuerySet, together
from .import_run import FileFormat, ImportRun, Reading
from .merged import Merged, find_organisation, find_source, states_by_code
from .organisation import Organisation
from .partial_date import PartialDate, PartialDateField
from .place_names import PlaceNames
from .position import CATEGORIES, MEANING, UN_CLASS, Category, RecommendationPosition, UNClass, agree
from .recommendation import (
    ActionCategory,
    KeyRedirect,
    Recommendation,
    RecommendationCitation,
    RecommendingState,
    search_entry,
    sort_key,
    text_key,
)
from .recommendation_text import RecommendationText
from .reference_name import reference_name
from .removal import Removal
from .review import AnnouncedTally, CountUnit, Pledge, Review, ReviewCitation
from .saved_view import SavedView
from .session import LAST_SESSION, Session, cycle_of_session
from .site_text import SiteText, SiteTextVersion
from .source import Citation, Source
from .state import (
    RegionalGroup,
    State,
    StateMembership,
    StateName,
    StateNames,
    name_order,
    normalise_name,
    state_name,
)
from .statement import Signature, Statement, StatementCitation, StatementText
from .theme import Axis, Tag, Theme, ThemeSynonym, Vocabulary
from .upload import Upload, UploadedFile

__all__ = [
    "CATEGORIES",
    "CORRECTED",
    "FOR_A_SPECIAL_SESSION",
    "LAST_SESSION",
    "MEANING",
    "SEATS",
    "SEATS_OF",
    "UN_CLASS",
    "ActionCategory",
    "AnnouncedTally",
    "AnswerWord",
    "Assessment",
    "AssessmentCitation",
    "Axis",
    "Case",
    "CaseCitation",
    "Category",
    "Change",
    "Citation",
    "ClockDate",
    "ClockStep",
    "CouncilTerm",
    "CountUnit",
    "DataVersion",
    "Demand",
    "FileFormat",
    "FollowUpAction",
    "FollowUpCitation",
    "ImportRun",
    "Judgement",
    "KeyRedirect",
    "Merged",
    "Organisation",
    "PartialDate",
    "PartialDateField",
    "PlaceNames",
    "Pledge",
    "Reading",
    "Recommendation",
    "RecommendationCitation",
    "RecommendationPosition",
    "RecommendationText",
    "RecommendingState",
    "RegionalGroup",
    "Removal",
    "Review",
    "ReviewCitation",
    "SavedView",
    "Session",
    "Signature",
    "SiteText",
    "SiteTextVersion",
    "Source",
    "State",
    "StateMembership",
    "StateName",
    "StateNames",
    "StateStance",
    "Statement",
    "StatementCitation",
    "StatementText",
    "StatusEvent",
    "Tag",
    "Theme",
    "ThemeSynonym",
    "Tracked",
    "TrackedQuerySet",
    "UNClass",
    "Upload",
    "UploadedFile",
    "Vocabulary",
    "agree",
    "cycle_of_session",
    "find_organisation",
    "find_source",
    "insert_rows",
    "name_order",
    "normalise_name",
    "reference_name",
    "search_entry",
    "sort_key",
    "state_name",
    "states_by_code",
    "text_key",
    "together",
    "writing_many",
]
