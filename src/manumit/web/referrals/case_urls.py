"""Addresses of referrals in a case, below `/<purpose>/cases/<reference>/refer/`."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.referrals import case_views as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.referral_choose, name="referral_choose"),
    path("<purpose:aim>/<uuid:recipient>/", views.referral_draft, name="referral_draft"),
    path("<uuid:referral>/", views.referral_preview, name="referral_preview"),
    path("<uuid:referral>/send/", views.referral_send, name="referral_send"),
    path("<uuid:referral>/revoke/", views.referral_revoke, name="referral_revoke"),
]
