"""Addresses of findings, awards, and what follows them."""

from django.urls import path

from adjudication.views.award import (
    acts,
    batch,
    closing,
    deciding,
    drafting,
    enforcement,
    page,
    payment_orders,
    payments,
    reckoning,
)

urlpatterns = [
    path(
        "arbitrations/<int:pk>/award/",
        reckoning.ReckoningPage.as_view(),
        name="award-reckoning",
    ),
    path(
        "arbitrations/<int:pk>/award/elements/<int:element_pk>/",
        deciding.Find.as_view(),
        name="award-find",
    ),
    path(
        "arbitrations/<int:pk>/award/claims/<int:claim_pk>/",
        deciding.Rule.as_view(),
        name="award-rule",
    ),
    path("arbitrations/<int:pk>/award/draft/", drafting.Draft.as_view(), name="award-draft"),
    path(
        "arbitrations/<int:pk>/award/partial/",
        drafting.DraftPartial.as_view(),
        name="award-partial",
    ),
    path(
        "arbitrations/<int:pk>/award/interim/",
        drafting.OrderInterim.as_view(),
        name="award-interim",
    ),
    path(
        "arbitrations/<int:pk>/enforcement/",
        enforcement.EnforcementPage.as_view(),
        name="enforcement",
    ),
    path(
        "arbitrations/<int:pk>/enforcement/<int:award_pk>/",
        enforcement.ApplyOnAward.as_view(),
        name="enforcement-apply",
    ),
    path(
        "arbitrations/<int:pk>/payment/<int:award_pk>/",
        payments.PayOnAward.as_view(),
        name="award-payment",
    ),
    path(
        "statements/<int:pk>/payment/",
        payments.PayOnStatement.as_view(),
        name="statement-payment",
    ),
    path(
        "statements/<int:pk>/enforcement/",
        enforcement.ApplyOnSettlement.as_view(),
        name="statement-enforce",
    ),
    path(
        "reviews/<int:pk>/enforcement/",
        enforcement.ApplyOnStatement.as_view(),
        name="review-enforce",
    ),
    path("enforcements/<int:pk>/", enforcement.Record.as_view(), name="enforcement-record"),
    path(
        "cases/<int:case_pk>/payment-orders/",
        payment_orders.ApplyForOrder.as_view(),
        name="payment-orders",
    ),
    path(
        "payment-orders/<int:pk>/payment/",
        payments.PayOnOrder.as_view(),
        name="payment-order-payment",
    ),
    path(
        "payment-orders/<int:pk>/<slug:act>/",
        payment_orders.OnOrder.as_view(),
        name="payment-order-act",
    ),
    path("award-batches/", batch.batches, name="award-batches"),
    path("award-batches/start/", batch.Start.as_view(), name="award-batch-start"),
    path("award-batches/find/", batch.FindTogether.as_view(), name="award-find-together"),
    path("award-batches/<int:pk>/", batch.batch_page, name="award-batch"),
    path("award-batches/<int:pk>/progress/", batch.progress, name="award-batch-progress"),
    path("award-batches/<int:pk>/resume/", batch.resume, name="award-batch-resume"),
    path("arbitrations/<int:pk>/close/", closing.CloseFile.as_view(), name="arbitration-close"),
    path("awards/<int:pk>/", page.AwardPage.as_view(), name="award"),
    path("awards/<int:pk>/preview/", page.Preview.as_view(), name="award-preview"),
    path("awards/<int:pk>/public/", page.Public.as_view(), name="award-public"),
    path("awards/<int:pk>/serve/", acts.ServeAward.as_view(), name="award-serve"),
    path("awards/<int:pk>/do/<slug:act>/", acts.ActOnAward.as_view(), name="award-act"),
]
