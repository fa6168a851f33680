"""Addresses of certificates in a case, below `/<purpose>/cases/<reference>/certificate/`."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.certificates import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.certificate_page, name="certificate_page"),
    path("new/", views.certificate_issue, name="certificate_issue"),
    path("<uuid:certificate>/end/", views.certificate_end, name="certificate_end"),
]
