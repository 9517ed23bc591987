"""What `make demo` says last: where to look."""

import os

import django
from django.conf import settings


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ifri.settings")
    django.setup()
    reference = "the-outsider-russia-in-the-race-for-artificial-intelligence"
    printed = settings.EMAIL_BACKEND.endswith("console.EmailBackend")
    mails = "printed below, within seconds" if printed else "sent by EMAIL_URL"
    print(
        "\n"
        f"  The site        {settings.SITE_URL}/\n"
        f"  A publication   {settings.SITE_URL}/en/publications/{reference}/\n"
        f"  For editors     {settings.SITE_URL}/admin/\n"
        f"  Data            {settings.VAR_DIR}\n"
        f"  Mails           {mails}\n"
        "\n"
        "  Stop with Ctrl-C; `make demo` again keeps the data.\n",
        flush=True,
    )


if __name__ == "__main__":
    main()
