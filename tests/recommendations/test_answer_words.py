"""Staff teach the reader of addenda new words, without code."""

import pytest

from recommendations.importers.papers.answer_words import DEFAULT_WORDS, category_of, known_words
from recommendations.models import AnswerWord, Category, Recommendation
from tests.importers.conftest import folder, read_in  # noqa: F401
from tests.importers.test_papers_together import REPORT, addendum_of

from .admin_forms import add, complaints
from .test_upload import accept, shown, upload

pytestmark = pytest.mark.django_db

NEW = addendum_of("1. The Government warmly toasts the following recommendations: 6.1, 6.2 and 6.3.")


def test_without_additions_the_table_is_ours():
    assert known_words() == DEFAULT_WORDS


def test_a_phrase_of_staffs_goes_before_ours():
    AnswerWord.objects.create(phrase="Takes note", category="rejected")
    AnswerWord.objects.create(phrase="takes note with pleasure", category="")
    assert category_of("The Government takes note of it", known_words()) == Category.REJECTED
    assert category_of("The Government takes note with pleasure", known_words()) is None


def test_a_new_phrase_is_read_by_the_command_and_by_an_upload(read_in, admin_client):  # noqa: F811
    read_in(REPORT)
    assert read_in(NEW).exit_code == 1
    add(admin_client, AnswerWord, phrase="warmly toasts", category="accepted")
    assert "china" not in shown(upload(admin_client, NEW, review="slovenia-2025"))
    accept(admin_client)
    assert set(Recommendation.objects.values_list("position", flat=True)) == {"accepted"}


@pytest.mark.parametrize("phrase", ["… accepts", "accepts …", "...", "  ", "12"])
def test_a_phrase_that_would_fit_anything_is_refused(admin_client, phrase):
    assert complaints(add(admin_client, AnswerWord, phrase=phrase, category="noted"))
    assert not AnswerWord.objects.exists()
