"""What every server of a test has loaded before it starts; imported in its processes only."""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centre.settings")
settings.ALLOWED_HOSTS = ["127.0.0.1"]
settings.WHITENOISE_USE_FINDERS = False

# They need the settings.
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from centre.asgi import application  # noqa: E402

_ = get_resolver().url_patterns
served = ASGIStaticFilesHandler(application)
