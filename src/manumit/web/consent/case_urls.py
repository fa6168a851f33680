"""Addresses of consent in a case, below `/<purpose>/cases/<reference>/consent/`."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.consent import proposal_views, views
from manumit.web.door.purpose import CASE

HERE = f"{CASE}consent/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, views.consent_page, name="consent_page"),
    path(f"{HERE}new/", views.consent_choose, name="consent_choose"),
    path(f"{HERE}new/<purpose:aim>/<uuid:recipient>/", views.consent_give, name="consent_give"),
    path(
        f"{HERE}new/<purpose:aim>/<uuid:recipient>/ask/",
        proposal_views.consent_propose,
        name="consent_propose",
    ),
    path(
        f"{HERE}asked/<uuid:proposal>/back/",
        proposal_views.consent_take_back,
        name="consent_take_back",
    ),
    path(f"{HERE}<uuid:consent>/", views.consent_proof, name="consent_proof"),
    path(f"{HERE}<uuid:consent>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
]
