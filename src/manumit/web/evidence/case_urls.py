"""Addresses of evidence in a case, below `/<purpose>/cases/<reference>/evidence/`."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.door.purpose import CASE
from manumit.web.evidence import views

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CASE}evidence/", views.evidence_page, name="evidence_page"),
    path(f"{CASE}evidence/<uuid:entry>/", views.evidence_file, name="evidence_file"),
]
