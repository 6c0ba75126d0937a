"""Addresses of a review of an agreement: asking for it, and the commission's answer."""

from django.urls import path

from adjudication.views import review

urlpatterns = [
    path("cases/<int:case_pk>/review/", review.Ask.as_view(), name="review-ask"),
    path("reviews/", review.inbox, name="reviews"),
    path("reviews/<int:pk>/", review.ReviewPage.as_view(), name="review"),
    path("reviews/<int:pk>/accept/", review.Accept.as_view(), name="review-accept"),
    path("reviews/<int:pk>/refuse/", review.Refuse.as_view(), name="review-refuse"),
    path("reviews/<int:pk>/extend/", review.Extend.as_view(), name="review-extend"),
    path("reviews/<int:pk>/statement/", review.Issue.as_view(), name="review-issue"),
    path("reviews/<int:pk>/deny/", review.Deny.as_view(), name="review-deny"),
    path("reviews/<int:pk>/receipt/", review.Receipt.as_view(), name="review-receipt"),
    path("reviews/<int:pk>/supplement/", review.Supplement.as_view(), name="review-supplement"),
    path("reviews/<int:pk>/withdraw/", review.Withdraw.as_view(), name="review-withdraw"),
    path("reviews/<int:pk>/end/", review.End.as_view(), name="review-end"),
    path("review-papers/<int:pk>/", review.review_paper, name="review-paper"),
    path("review-packets/<int:pk>/<slug:what>/", review.packet_file, name="review-packet-file"),
    path("schemas/review-packet.json", review.packet_schema, name="review-packet-schema"),
    path("review-items/<int:pk>/", review.packet_item, name="review-packet-item"),
]
