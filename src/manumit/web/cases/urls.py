"""Addresses of cases."""

from django.urls import URLPattern, URLResolver, include, path

from manumit.web.cases.views import entries, export, facts, handling, home, page, protection
from manumit.web.claims.urls import of_case
from manumit.web.door.purpose import CASE

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
    path(f"{CASE}export/", export.case_export, name="case_export"),
    path(f"{CASE}handling/", handling.case_handling, name="case_handling"),
    path(f"{CASE}handling/risk/", handling.risk_change, name="risk_change"),
    path(f"{CASE}handling/task/", handling.task_add, name="task_add"),
    path(f"{CASE}handling/task/<int:task>/", handling.task_done, name="task_done"),
    path(f"{CASE}handling/link/", handling.link_add, name="link_add"),
    path(f"{CASE}handling/link/<int:link>/", handling.link_remove, name="link_remove"),
    path(f"{CASE}handling/child/", handling.child_propose, name="child_propose"),
    path(f"{CASE}handling/child/<int:decision>/", handling.child_confirm, name="child_confirm"),
    path(f"{CASE}handling/close/", handling.case_close, name="case_close"),
    path(f"{CASE}protection/", protection.case_protection, name="case_protection"),
    path(f"{CASE}protection/conflict/", protection.conflict_add, name="conflict_add"),
    path(
        f"{CASE}protection/conflict/<int:conflict>/",
        protection.conflict_remove,
        name="conflict_remove",
    ),
    path(f"{CASE}protection/glass/", protection.glass_break, name="glass_break"),
    path(f"{CASE}protection/glass/<uuid:glass>/", protection.glass_review, name="glass_review"),
    path(f"{CASE}protection/danger/", protection.danger_decide, name="danger_decide"),
    path(f"{CASE}protection/danger/<uuid:danger>/", protection.danger_review, name="danger_review"),
    path(
        f"{CASE}protection/danger/<uuid:danger>/told/",
        protection.danger_informed,
        name="danger_informed",
    ),
    path(f"{CASE}protection/request/", protection.request_enter, name="request_enter"),
    path(
        f"{CASE}protection/request/<uuid:legal>/",
        protection.request_approve,
        name="request_approve",
    ),
]
