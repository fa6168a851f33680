"""Addresses of consent in a case, below `/<purpose>/cases/<reference>/consent/`."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.consent import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.consent_page, name="consent_page"),
    path("new/", views.consent_choose, name="consent_choose"),
    path("new/<purpose:aim>/<uuid:recipient>/", views.consent_give, name="consent_give"),
    path("<uuid:consent>/", views.consent_proof, name="consent_proof"),
    path("<uuid:consent>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
]
