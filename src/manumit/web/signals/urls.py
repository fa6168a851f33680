"""Addresses of signals."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.signals import calls, files, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.signal_list, name="signal_list"),
    path("call/", calls.signal_call, name="signal_call"),
    path("<uuid:box>/", views.signal_page, name="signal_page"),
    path("<uuid:box>/triage/", views.signal_triage, name="signal_triage"),
    path("<uuid:box>/case/", views.signal_make, name="signal_make"),
    path("<uuid:box>/close/", views.signal_close, name="signal_close"),
    path("<uuid:box>/files/<uuid:file>/", files.signal_file, name="signal_file"),
    path("<uuid:box>/files/<uuid:file>/original/", files.signal_original, name="signal_original"),
]
