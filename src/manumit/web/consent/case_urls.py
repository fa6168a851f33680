"""Addresses of consent in a case, below `/<purpose>/cases/<reference>/consent/`."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.consent import views
from manumit.web.door.purpose import CASE

HERE = f"{CASE}consent/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, views.consent_page, name="consent_page"),
    path(f"{HERE}new/", views.consent_choose, name="consent_choose"),
    path(f"{HERE}new/<purpose:aim>/<uuid:recipient>/", views.consent_give, name="consent_give"),
    path(f"{HERE}<uuid:consent>/", views.consent_proof, name="consent_proof"),
    path(f"{HERE}<uuid:consent>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
]
