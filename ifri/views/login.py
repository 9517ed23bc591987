"""Logging in and out, for members and the editorial team alike."""

from django.contrib.auth.views import LoginView, LogoutView


class MemberLogin(LoginView):
    """Leads on to ``next``, which Django follows on this site only."""

    template_name = "login.html"


class MemberLogout(LogoutView):
    pass
