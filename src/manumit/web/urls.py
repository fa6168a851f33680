"""Addresses of the office; each feature has its own."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from manumit.web.door.purpose import PurposeConverter
from manumit.web.look.static import static_file

register_converter(PurposeConverter, "purpose")

urlpatterns: list[URLPattern | URLResolver] = [
    path("static/<path:path>", static_file, name="static"),
    path("account/", include("manumit.web.accounts.urls")),
    path("my/", include("manumit.web.worker.urls")),
    path("certificates/", include("manumit.web.certificates.urls")),
    path("establishments/", include("manumit.web.establishments.urls")),
    path("signals/", include("manumit.web.signals.urls")),
    path("referrals/", include("manumit.web.referrals.urls")),
    path("audit/", include("manumit.web.audit.urls")),
    path("consent/", include("manumit.web.consent.urls")),
    path("claims/", include("manumit.web.claims.urls")),
    path("", include("manumit.web.signals.case_urls")),
    path("", include("manumit.web.worker.case_urls")),
    path("", include("manumit.web.consent.case_urls")),
    path("", include("manumit.web.referrals.case_urls")),
    path("", include("manumit.web.certificates.case_urls")),
    path("", include("manumit.web.evidence.case_urls")),
    path("", include("manumit.web.cases.urls")),
]
