"""Addresses of the worker's own pages."""

from django.urls import URLPattern, URLResolver, path, re_path

from manumit.web.worker import asked, own_file, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.worker_home, name="worker_home"),
    path("open/", views.worker_open, name="worker_open"),
    path("close/", views.worker_close, name="worker_close"),
    path("messages/", views.worker_talk, name="worker_talk"),
    path("files/<uuid:file>/", views.worker_file, name="worker_file"),
    path("file/", own_file.worker_sections, name="worker_sections"),
    path("file/<int:number>/", own_file.worker_section, name="worker_section"),
    path("file/statement.pdf", own_file.worker_statement, name="worker_statement"),
    path("agreed/", own_file.worker_consents, name="worker_consents"),
    path("agreed/<uuid:consent>/back/", own_file.worker_withdraw, name="worker_withdraw"),
    path("agreed/<uuid:consent>/", own_file.worker_withdrawn, name="worker_withdrawn"),
    path("asked/<uuid:proposal>/", asked.worker_asked, name="worker_asked"),
    path("asked/<uuid:proposal>/answer/", asked.worker_answer, name="worker_answer"),
    path("looked/", own_file.worker_looked, name="worker_looked"),
    path("helpers/", own_file.worker_helpers, name="worker_helpers"),
    path("copy/", own_file.worker_take, name="worker_take"),
    re_path(r"^copy/information\.(?P<form>json|html)$", own_file.worker_copy, name="worker_copy"),
    path("delete/", views.worker_delete, name="worker_delete"),
]
