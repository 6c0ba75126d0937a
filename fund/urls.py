"""Addresses of the revolving fund."""

from django.urls import path

from fund.views import accounts, acts, pages

urlpatterns = [
    path("desk/fund/", pages.desk, name="desk-fund"),
    path("desk/approval/", pages.approver_desk, name="desk-approver"),
    path("cases/<int:case_pk>/advance/", acts.Apply.as_view(), name="advance-apply"),
    path("advances/<int:pk>/", pages.advance_page, name="advance"),
    path("advances/<int:pk>/<slug:act>/", acts.AdvanceActView.as_view(), name="advance-act"),
    path("payment-lists/<int:pk>/", pages.payment_list_file, name="payment-file"),
    path("fund/recoveries/", pages.recoveries, name="fund-recoveries"),
    path("fund/accounts/<int:pk>/", pages.account_page, name="fund-account"),
    path(
        "fund/accounts/<int:pk>/<slug:act>/",
        accounts.AccountActView.as_view(),
        name="fund-account-act",
    ),
    path("fund/open/", accounts.OpenAccount.as_view(), name="fund-open"),
    path("fund/vouchers/<uuid:pk>/", pages.voucher_page, name="fund-voucher"),
]
