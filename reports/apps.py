from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Papers")

    def ready(self) -> None:
        from reports import checks  # noqa: F401
        from reports.guard import ensure_after_migrate
        from reports.limits import load_after_migrate

        post_migrate.connect(load_after_migrate, sender=self)
        post_migrate.connect(ensure_after_migrate, sender=self)
