"""Django's entry for the app."""

from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "mediation"
    verbose_name = "调解"

    def ready(self) -> None:
        # They need the loaded models.
        from django.core import checks  # noqa: PLC0415

        from documents.jobs.operations import resume_silent_batches  # noqa: PLC0415
        from mediation import frames, media  # noqa: PLC0415
        from mediation.operations import erase_expired_bounds  # noqa: PLC0415
        from mediation.papers.each_worker import register_kinds  # noqa: PLC0415
        from room import protocol  # noqa: PLC0415
        from workflow import clock  # noqa: PLC0415

        register_kinds()
        checks.register(media.reach_of_signals)
        protocol.register("mediation", frames.KINDS, frames.lock, may_signal=media.may_signal)
        clock.register("密封报价清除", lambda now: erase_expired_bounds(at=now))
        clock.register("批量文书", lambda now: resume_silent_batches(at=now))
