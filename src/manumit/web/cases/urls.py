"""Addresses of cases."""

from django.urls import URLPattern, URLResolver, include, path

from manumit.web.cases.views import entries, facts, home, page
from manumit.web.claims.urls import of_case

CASE = "<purpose:purpose>/cases/<str:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("cases/search/", home.case_search, name="case_search"),
    path("cases/new/", home.case_new, name="case_new"),
    path("<purpose:purpose>/cases/", home.case_list, name="case_list"),
    path(CASE, page.case_page, name="case_page"),
    path(f"{CASE}move/", page.case_move, name="case_move"),
    path(f"{CASE}open/<int:number>/", entries.section_open, name="section_open"),
    path(f"{CASE}open/<int:number>/still/", entries.section_still_open, name="section_still_open"),
    path(f"{CASE}write/<str:kind>/", entries.entry_write, name="entry_write"),
    path(f"{CASE}correct/<uuid:entry>/", entries.entry_correct, name="entry_correct"),
    path(f"{CASE}facts/", facts.case_facts, name="case_facts"),
    path(f"{CASE}facts/live/", facts.case_facts_live, name="case_facts_live"),
    path(f"{CASE}determine/", facts.case_determine, name="case_determine"),
    path(f"{CASE}wages/", include(of_case)),
]
