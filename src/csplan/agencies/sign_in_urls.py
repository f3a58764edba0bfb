"""Those pages of allauth that csplan uses, by allauth's own names; none to sign up or to ask for a password."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import path
from django.views.generic import RedirectView

from csplan.agencies.views import SignIn

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/key/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/with/<provider_id>/", openid.login, name="openid_connect_login"),
    path("sign-in/with/<provider_id>/back/", openid.callback, name="openid_connect_callback"),
    path("my-sign-in/", mfa.index, name="mfa_index"),
    path("my-sign-in/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("my-sign-in/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("my-sign-in/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("my-sign-in/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("my-sign-in/keys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("my-sign-in/keys/new/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("my-sign-in/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("my-sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("my-sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("my-sign-in/again/key/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
