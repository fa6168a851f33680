"""Addresses of establishments."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.establishments import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.establishment_list, name="establishment_list"),
    path("new/", views.establishment_add, name="establishment_add"),
    path("record/", views.company_record, name="company_record"),
    path("<uuid:establishment>/", views.establishment_page, name="establishment_page"),
    path("<uuid:establishment>/edit/", views.establishment_edit, name="establishment_edit"),
]
