"""Addresses of referrals in a case, below `/<purpose>/cases/<reference>/refer/`."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.door.purpose import CASE
from manumit.web.referrals import case_views as views

HERE = f"{CASE}refer/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, views.referral_choose, name="referral_choose"),
    path(f"{HERE}<purpose:aim>/<uuid:recipient>/", views.referral_draft, name="referral_draft"),
    path(f"{HERE}<uuid:referral>/", views.referral_preview, name="referral_preview"),
    path(f"{HERE}<uuid:referral>/send/", views.referral_send, name="referral_send"),
    path(f"{HERE}<uuid:referral>/revoke/", views.referral_revoke, name="referral_revoke"),
]
