"""Address of the conversation in a case, below `/<purpose>/cases/<reference>/conversation/`."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.signals import case_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", case_views.case_conversation, name="case_conversation"),
]
