"""Addresses of the revolving fund."""

from django.urls import path

from fund.views import (
    accounts,
    acts,
    advance,
    books,
    checking,
    corrections,
    desks,
    money,
    recoveries,
    seats,
)

urlpatterns = [
    path("desk/fund/", desks.desk, name="desk-fund"),
    path("desk/approval/", desks.approver_desk, name="desk-approver"),
    path("cases/<int:case_pk>/advance/", acts.Apply.as_view(), name="advance-apply"),
    path("advances/<int:pk>/", advance.advance_page, name="advance"),
    path("advances/<int:pk>/<slug:act>/", acts.AdvanceActView.as_view(), name="advance-act"),
    path("payment-lists/<int:pk>/", advance.payment_list_file, name="payment-file"),
    path("payment-lines/<int:pk>/bounce/", corrections.Bounce.as_view(), name="payment-bounce"),
    path("fund/recoveries/", recoveries.recoveries, name="fund-recoveries"),
    path("fund/accounts/<int:pk>/", books.account_page, name="fund-account"),
    path("fund/accounts/<int:pk>/vouchers.csv", books.account_csv, name="fund-account-csv"),
    path("fund/accounts/<int:pk>/months/<int:year>/", books.month_page, name="fund-months"),
    path("fund/accounts/<int:pk>/seats/", seats.Seats.as_view(), name="fund-seats"),
    path(
        "fund/accounts/<int:pk>/<slug:act>/",
        accounts.AccountActView.as_view(),
        name="fund-account-act",
    ),
    path("fund/open/", accounts.OpenAccount.as_view(), name="fund-open"),
    path("fund/bank-lines/<int:pk>/match/", corrections.Match.as_view(), name="bank-line-match"),
    path("fund/money/<int:pk>/", checking.MoneyActPage.as_view(), name="money-act"),
    path("fund/held/<int:pk>/<slug:act>/", money.HeldActView.as_view(), name="held-act"),
    path(
        "fund/recoveries/<int:pk>/reverse/",
        money.ReverseRecovery.as_view(),
        name="recovery-reverse",
    ),
    path(
        "fund/vouchers/<uuid:pk>/correct/",
        money.CorrectVoucher.as_view(),
        name="fund-voucher-correct",
    ),
    path("fund/seats/<int:pk>/vacate/", seats.Vacate.as_view(), name="fund-seat-vacate"),
    path("fund/vouchers/<uuid:pk>/", books.voucher_page, name="fund-voucher"),
]
