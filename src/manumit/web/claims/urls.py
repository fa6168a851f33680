"""Addresses of claims: the list, and those of one case, which stand below the case."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.claims import views

urlpatterns: list[URLPattern | URLResolver] = [path("", views.claim_list, name="claim_list")]

of_case: list[URLPattern | URLResolver] = [
    path("", views.claim_page, name="claim_page"),
    path("work/", views.claim_work, name="claim_work"),
    path("edit/", views.claim_edit, name="claim_edit"),
    path("import/", views.claim_import, name="claim_import"),
    path("statement.pdf", views.claim_pdf, name="claim_pdf"),
]
