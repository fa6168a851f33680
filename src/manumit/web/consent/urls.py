"""Addresses of agreements."""

from django.urls import URLPattern, URLResolver, path

from manumit.web.consent import agreement_views as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("agreements/", views.agreement_list, name="agreement_list"),
    path("agreements/new/", views.agreement_choose, name="agreement_choose"),
    path(
        "agreements/new/<slug:way>/<uuid:other>/", views.agreement_propose, name="agreement_propose"
    ),
    path("agreements/<uuid:agreement>/confirm/", views.agreement_confirm, name="agreement_confirm"),
    path("agreements/<uuid:agreement>/end/", views.agreement_end, name="agreement_end"),
]
