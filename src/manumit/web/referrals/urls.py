"""Addresses of referrals, for whoever is asked."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.referrals import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.referral_list, name="referral_list"),
    path("<uuid:referral>/", views.referral_page, name="referral_page"),
    path("<uuid:referral>/<slug:to>/", views.referral_answer, name="referral_answer"),
]
