"""Every address of the site. The readers' pages stand under their language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from ifri.views import errors, gallery, health, home, institute, login, robots
from publications.views import images, sitemaps

urlpatterns = [
    path("", home.to_language, name="root"),
    path("admin/", admin.site.urls),
    path(
        "images/publications/<slug:slug>/<str:name>",
        images.publication_image,
        name="publication-image",
    ),
    path("images/authors/<slug:slug>/<str:name>", images.author_image, name="author-image"),
    path("images/programs/<slug:slug>/<str:name>", images.program_image, name="program-image"),
    path("images/institute/<str:name>", institute.logo, name="institute-logo"),
    path("colours-<slug:version>.css", institute.theme, name="institute-colours"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemaps.section, name="sitemap-section"),
    path("robots.txt", robots.robots, name="robots"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("pages/<slug:slug>/", institute.page, name="page"),
        path("gallery/", gallery.gallery, name="gallery"),
        path("login/", login.MemberLogin.as_view(), name="login"),
        path("logout/", login.MemberLogout.as_view(), name="logout"),
        path("", include("publications.urls")),
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
