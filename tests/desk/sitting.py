"""A desk that is served, and somebody who sits at it."""

import http.client
import threading
import urllib.parse
from datetime import UTC, datetime

import sheets_coc as coc
from sheets_coc.desk.desk import Desk
from sheets_coc.desk.security import FIELD
from sheets_coc.desk.serving import HOST, serve

NASTY = "<script>alert('x')</script><img src=x onerror=alert(1)>"


class Sitting:
    """A desk that is served, and a browser's worth of requests to it."""

    def __init__(self, path, *, practice=True, today=datetime(2026, 12, 20, tzinfo=UTC)):
        self.open(Desk(lambda: coc.open(path, now=today), practice=practice))

    def open(self, desk):
        """Serve it, to whoever follows its link."""
        self.desk = desk
        self.serving = serve(desk)
        self.link = urllib.parse.urlsplit(self.serving.url)
        self.thread = threading.Thread(target=self.serving.run, kwargs={"idle": 60})
        self.thread.start()
        self.cookie = self.token = ""

    def ask(self, method, path, *, form=None, body=None, host=None, headers=None, cookie=None):
        """One request: status, headers and text of its answer."""
        connection = http.client.HTTPConnection(HOST, self.link.port, timeout=30)
        sent = {"Host": host or f"{HOST}:{self.link.port}", **(headers or {})}
        if cookie or self.cookie:
            sent["Cookie"] = f"sheets-coc-desk-{self.link.port}={cookie or self.cookie}"
        if form is not None:
            body = urllib.parse.urlencode(form, doseq=True)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    def enter(self):
        """Follow the one-time link, as the browser does."""
        status, headers, _ = self.ask("GET", self.link.path)
        assert status == 302
        self.cookie = headers["Set-Cookie"].partition("=")[2].partition(";")[0]
        _, _, page = self.ask("GET", "/")
        self.token = page.partition(f'name="{FIELD}" value="')[2].partition('"')[0]
        return headers

    def post(self, path, **form):
        return self.ask("POST", path, form={FIELD: self.token, **form})

    def close(self):
        self.serving.stop()
        self.thread.join()
