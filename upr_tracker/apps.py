from django.apps import AppConfig


class UprTrackerConfig(AppConfig):
    name = "upr_tracker"

    def ready(self) -> None:
        from upr_tracker import checks  # noqa: F401
        from upr_tracker.sign_in import noted  # noqa: F401
