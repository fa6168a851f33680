"""Addresses of accounts. Routes of the library are named one by one: the others do not exist.

There is no signing up, no mail, no telephone and no way to set a forgotten password anew.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as key
from django.urls import URLPattern, URLResolver, path

from manumit.web.accounts import administration, joining, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="account_home"),
    path("", views.home, name="mfa_index"),
    path("language/", views.language, name="language"),
    path("sessions/end/", views.end_other_sessions, name="end_sessions"),
    path("invitation/", joining.accept, name="accept_invitation"),
    path("keys/", joining.found_agency, name="found_agency"),
    path("recovery/", joining.recover_agency, name="recover_agency"),
    path("agency/", views.own_agency, name="own_agency"),
    path("agency/invite/", joining.invite, name="invite"),
    path(
        "invitations/<uuid:id>/withdraw/", joining.withdraw_invitation, name="withdraw_invitation"
    ),
    path("people/<uuid:id>/admit/", joining.admit, name="admit_person"),
    path("people/<uuid:id>/change/", views.ask_change, name="ask_change"),
    path("changes/<uuid:id>/", views.decide_change, name="decide_change"),
    path("agencies/", administration.agency_list, name="agency_list"),
    path("agencies/new/", administration.new_agency, name="new_agency"),
    path("agencies/<uuid:id>/invite/", joining.invite, name="invite_to"),
    path("people/", administration.people_list, name="people_list"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("2fa/", second.authenticate, name="mfa_authenticate"),
    path("2fa/again/", second.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/", app.activate_totp, name="mfa_activate_totp"),
    path("2fa/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/keys/", key.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/keys/add/", key.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/keys/again/", key.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/keys/<int:pk>/", key.edit_webauthn, name="mfa_edit_webauthn"),
    path("2fa/keys/<int:pk>/remove/", key.remove_webauthn, name="mfa_remove_webauthn"),
]
