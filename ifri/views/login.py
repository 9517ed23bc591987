from django.contrib.auth.views import LoginView, LogoutView


class MemberLogin(LoginView):
    template_name = "login.html"


class MemberLogout(LogoutView):
    pass
