"""Addresses of certificates outside of cases."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.certificates import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.certificate_list, name="certificate_list"),
    path("verify/", views.certificate_verify, name="certificate_verify"),
]
