"""Addresses of certificates in a case, below `/<purpose>/cases/<reference>/certificate/`."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
