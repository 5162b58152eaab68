"""Files that staff have uploaded and not yet accepted. They are deleted once they are accepted or given up."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=7)


class UploadQuerySet(models.QuerySet):
    def forgotten(self) -> "UploadQuerySet":
        """Those that nobody came back to."""
        return self.filter(uploaded_at__lt=timezone.now() - KEPT_FOR)


class Upload(models.Model):
    """Files that go in together, with what importing them would do."""

    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    review = models.SlugField(
        _("review"),
        max_length=120,
        blank=True,
        help_text=_(
            "Only for a matrix that does not name its review, or to read one review of an export: "
            "its address, such as slovenia-2019."
        ),
    )
    report = models.JSONField(default=dict)
    paragraphs = models.JSONField(default=list, help_text="What was read from papers, least certain first.")
    corrections = models.JSONField(default=dict, help_text="By paragraph: what is right instead, and who says so.")

    objects = UploadQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return ", ".join(self.files.order_by("pk").values_list("name", flat=True))


class UploadedFile(models.Model):
    """One uploaded file, as it came, and the text of its pages where it is a paper."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    pages = models.JSONField(default=list, help_text="The number of each page, and its lines.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
