"""Addresses of certificates in a case, below `/<purpose>/cases/<reference>/certificate/`."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.certificates import views
from manumit.web.door.purpose import CASE

HERE = f"{CASE}certificate/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, views.certificate_page, name="certificate_page"),
    path(f"{HERE}new/", views.certificate_issue, name="certificate_issue"),
    path(f"{HERE}<uuid:certificate>/end/", views.certificate_end, name="certificate_end"),
]
