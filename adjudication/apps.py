"""Django's entry for the app."""

from django.apps import AppConfig


class AdjudicationConfig(AppConfig):
    name = "adjudication"
    verbose_name = "速裁仲裁"

    def ready(self) -> None:
        # They need the loaded models.
        from adjudication import frames  # noqa: PLC0415
        from adjudication.operations.effect import count_remedies  # noqa: PLC0415
        from adjudication.operations.passing_on import credit_titles  # noqa: PLC0415
        from adjudication.operations.titles import (  # noqa: PLC0415
            titled_by_orders,
            titled_by_review,
        )
        from adjudication.queries import (  # noqa: PLC0415
            handled_simply,
            readable_papers,
            track_of_review,
        )
        from adjudication.queries.parties import ways_in  # noqa: PLC0415
        from adjudication.queries.titles import page_of_unpaid  # noqa: PLC0415
        from documents.models.papers import READERS  # noqa: PLC0415
        from documents.service.operations import SERVED  # noqa: PLC0415
        from documents.service.queries import HANDLED_SIMPLY  # noqa: PLC0415
        from mediation.operations.passing_on import CREDITORS  # noqa: PLC0415
        from mediation.queries.calls import WAYS  # noqa: PLC0415
        from mediation.queries.titles import TITLED, UNPAID  # noqa: PLC0415
        from mediation.routes import TRACKS  # noqa: PLC0415
        from room import protocol  # noqa: PLC0415

        READERS.append(readable_papers)
        HANDLED_SIMPLY.append(handled_simply)
        SERVED.append(count_remedies)
        TRACKS.append(track_of_review)
        WAYS.append(ways_in)
        CREDITORS.append(credit_titles)
        TITLED.extend((titled_by_review, titled_by_orders))
        UNPAID.append(page_of_unpaid)
        protocol.register("hearing", frames.KINDS, frames.lock)
