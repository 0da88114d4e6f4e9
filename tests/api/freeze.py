"""Write the document of the interface as it is now: `python -m tests.api.freeze`."""

import json
import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings_test")
    import django

    django.setup()
    from linli.api.service import api
    from linli.api.urls import urlpatterns
    from tests.api.test_document import FROZEN

    assert urlpatterns
    text = json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, sort_keys=True)
    FROZEN.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
