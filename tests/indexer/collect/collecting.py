"""A site to collect from, as the tests of collecting need it, and what was kept of it."""

import re

from warcio.archiveiterator import ArchiveIterator

from indexer.collect import Site
from indexer.collect.site import Listing
from indexer.sources import Found, locate, read

PAGE = "<html><h1>Page {n}</h1><p>Le ministre est venu à Mossoul avec {n} collègues.</p></html>"
SITEMAP = Listing(form="sitemap", url="/sitemap.xml")


def profile(site, *listings, **others):
    named = [
        Listing(**{f: getattr(one, f) for f in Listing.__slots__} | {"url": site.address + one.url})
        for one in listings
    ]
    wanted = (re.compile("/news_|/docu/|/cps/|/fr/"),)
    return Site(
        name="test",
        title="Test",
        hosts=frozenset({site.host}),
        releases=wanted,
        listings=tuple(named),
        **others,
    )


def sitemap(site, paths):
    urls = "".join(f"<url><loc>{site.address}{path}</loc></url>" for path in paths)
    return f"<urlset>{urls}</urlset>".encode()


def serve_numbered(site, count):
    """Serve so many pages with a sitemap."""
    site.pages |= {f"/news_{n}.htm": PAGE.format(n=n).encode() for n in range(count)}
    site.pages["/sitemap.xml"] = sitemap(site, [f"/news_{n}.htm" for n in range(count)])


def records(captures):
    """Return (type, address, body) of each answer that was kept; their digests are checked."""
    found = []
    for path in sorted((captures / "test").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                body = record.content_stream().read()
                if record.rec_type in {"response", "revisit"}:
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    found.append((record.rec_type, url, body))
    return found


def located(captures):
    refused = []
    found = [read(one) for one in locate([captures], Found(on_refusal=refused.append))]
    assert not refused
    return found
