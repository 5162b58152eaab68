from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReprisalsConfig(AppConfig):
    name = "reprisals"
    verbose_name = _("Guarded room")

    def ready(self) -> None:
        from reprisals import checks  # noqa: F401
