"""The wheels of a thin file, from any index or mirror: found by name, believed by digest. https with this Python's own ssl, bounded, nothing else."""

PAGE_LIMIT = 1 << 25
PATIENCE = 600


def fetch_all(options):
    """The wheels' bytes, in the order of the pins."""
    try:
        from html.parser import HTMLParser
        from urllib.parse import unquote, urljoin
        from urllib.request import HTTPErrorProcessor, HTTPDefaultErrorHandler, HTTPRedirectHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request
    except ImportError:
        from HTMLParser import HTMLParser
        from urllib import unquote
        from urllib2 import HTTPErrorProcessor, HTTPDefaultErrorHandler, HTTPRedirectHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request
        from urlparse import urljoin
    import json
    import ssl
    import time

    index = (options["index-url"] or os.environ.get("PIP_INDEX_URL") or INDEX).rstrip("/") + "/"
    context = ssl.create_default_context()
    if options["cert"] or os.environ.get("PIP_CERT"):
        context.load_verify_locations(options["cert"] or os.environ["PIP_CERT"])
    ended = time.time() + PATIENCE

    class Redirects(HTTPRedirectHandler):
        max_redirections = 5

        def redirect_request(self, request, stream, code, message, headers, address):
            only_https(address)
            return HTTPRedirectHandler.redirect_request(self, request, stream, code, message, headers, address)

    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPSHandler(context=context), Redirects(), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)

    class Links(HTMLParser):
        def __init__(self):
            HTMLParser.__init__(self)
            self.found = []

        def handle_starttag(self, tag, attributes):
            self.found.extend(value for name, value in attributes if tag == "a" and name == "href" and value)

    def get(address, limit, accept):
        only_https(address)
        try:
            stream = opener.open(Request(address, headers={"Accept": accept, "Accept-Encoding": "identity", "User-Agent": "truewheel-script"}), timeout=30)
            if stream.info().get("Content-Encoding", "identity") != "identity":
                raise Refused("%s answers in an encoding that nobody asked for" % shown(address))
            pieces, size = [], 0
            while True:
                piece = stream.read(65536)
                pieces.append(piece)
                size += len(piece)
                if size > limit:
                    raise Refused("%s is larger than the %d bytes it may have" % (shown(address), limit))
                if not piece:
                    return b"".join(pieces), stream.geturl(), stream.info().get("Content-Type", "")
                if time.time() > ended:
                    raise Refused("%s is too slow" % shown(address), status=3)
        except (IOError, OSError, ValueError) as error:
            raise Refused("cannot fetch %s: %s" % (shown(address), error), "A mirror is named with --index-url, an authority with --cert.", 3)

    def find(pin):
        page, base, kind = get(index + pin[0] + "/", PAGE_LIMIT, "application/vnd.pypi.simple.v1+json, text/html;q=0.01")
        if "json" in kind:
            try:
                files = [(each["filename"], each["url"], each["hashes"].get("sha256")) for each in json.loads(page.decode("utf-8"))["files"]]
            except (ValueError, KeyError, TypeError, AttributeError):
                raise Refused("%s is no page of a simple index" % shown(base))
        else:
            links = Links()
            links.feed(page.decode("utf-8", "replace"))
            files = [(unquote(link.partition("#")[0]).rpartition("/")[2], link, hash_in(link)) for link in links.found]
        for filename, address, digest in files:
            if filename == pin[2] and digest in (None, pin[4]):
                return urljoin(base, address).partition("#")[0]
        raise Refused("%s offers no %s with the digest that is pinned" % (shown(index), pin[2]), "Another index or mirror is named with --index-url.")

    blobs = []
    for pin in PINS:
        blob = get(find(pin), pin[3], "*/*")[0]
        if len(blob) != pin[3] or hex_digest(blob) != pin[4]:
            raise Refused("%s was answered with other bytes than those that are pinned" % pin[2])
        tell("fetched %s, sha256 %s" % (pin[2], pin[4]))
        blobs.append(blob)
    return blobs


def hash_in(link):
    fragment = link.partition("#")[2]
    return fragment[7:] if fragment.startswith("sha256=") else None


def only_https(address):
    if not address.lower().startswith("https://"):
        raise Refused("%s is not https, and nothing else is fetched" % shown(address))


def shown(address):
    """An address without its credentials."""
    scheme, mark, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return scheme + mark + host.rpartition("@")[2] + slash + path
