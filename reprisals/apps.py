from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReprisalsConfig(AppConfig):
    name = "reprisals"
    verbose_name = _("Guarded room")

    def ready(self) -> None:
        from reprisals import checks  # noqa: F401
        from reprisals.audit.guard import ensure_after_migrate
        from reprisals.roles import ensure_roles_after_migrate

        post_migrate.connect(ensure_roles_after_migrate, sender=self)
        post_migrate.connect(ensure_after_migrate, sender=self)
