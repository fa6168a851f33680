"""Addresses of the demonstration: those of the office, and who one is."""

from django.urls import URLPattern, URLResolver, include, path

from manumit.web.demo.views import people, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/", people, name="demo_people"),
    path("demo/as/", sign_in, name="demo_sign_in"),
    path("", include("manumit.web.urls")),
]
