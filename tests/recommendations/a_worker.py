"""A process of the site for tests: reads addresses from its input, and writes what it answers, a line each."""

import json
import re
import sys

import django

if __name__ == "__main__":
    django.setup()
    from django.test import Client

    from recommendations.models import DataVersion
    from recommendations.search.keeping import keeper

    client = Client(raise_request_exception=False)
    for line in sys.stdin:
        page = client.get(line.strip())
        index = keeper._index
        said = {
            "status": page.status_code,
            "total": int((re.search(rb'data-total="(\d+)"', page.content) or [0, -1])[1]),
            "etag": page.headers.get("ETag"),
            "titles": re.findall(r'<p lang="en" dir="auto">(.*?)</p>', page.content.decode()),
            "has_index": index is not None and index.version == DataVersion.objects.read(),
        }
        print(json.dumps(said), flush=True)
