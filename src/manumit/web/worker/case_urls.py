"""Address of the worker's numbers in a case, below `/<purpose>/cases/<reference>/numbers/`."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.door.purpose import CASE
from manumit.web.worker import case_views

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CASE}numbers/", case_views.case_numbers, name="case_numbers"),
]
