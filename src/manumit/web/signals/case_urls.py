"""Address of the conversation in a case, below `/<purpose>/cases/<reference>/conversation/`."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.door.purpose import CASE
from manumit.web.signals import case_views

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CASE}conversation/", case_views.case_conversation, name="case_conversation"),
]
