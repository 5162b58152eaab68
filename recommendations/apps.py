from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = _("Public record")

    def ready(self) -> None:
        from recommendations.data_version import removals, triggers
        from recommendations.reference import load_after_migrate
        from recommendations.search.schema import ensure_after_migrate

        post_migrate.connect(ensure_after_migrate, sender=self)
        pre_migrate.connect(triggers.stand_aside_before_migrate, sender=self)
        post_migrate.connect(triggers.ensure_after_migrate, sender=self)
        pre_migrate.connect(removals.stand_aside_before_migrate, sender=self)
        post_migrate.connect(removals.ensure_after_migrate, sender=self)
        post_migrate.connect(load_after_migrate, sender=self)
