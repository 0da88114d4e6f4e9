import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
application = get_wsgi_application()

from linli.people.keyring import keyring  # noqa: E402  the apps had to be loaded first

keyring()  # keys that were lost stop the server here, not the first resident who asks
