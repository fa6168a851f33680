"""Addresses of the log."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.audit import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.audit_log, name="audit_log"),
    path("mine/", views.audit_mine, name="audit_mine"),
    path("patterns/", views.audit_patterns, name="audit_patterns"),
    path("checkpoints/", views.audit_checkpoints, name="audit_checkpoints"),
    path("<int:number>/", views.audit_record, name="audit_record"),
]
