"""访客 — one person with a browser's cookies and one connection, who counts how long each answer takes."""

import http.client
import re
import time
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import quote, urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"
SECONDS = 60


class Visitor:
    """Goes to pages; what is no plain success is put on the list of faults."""

    def __init__(self, port: int, faults: list[str]) -> None:
        self._faults, self._cookies = faults, SimpleCookie()
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.close()

    def sign_in(self, username: str, password: str) -> None:
        """Through the door everybody takes."""
        _, page = self._asked("GET", "/accounts/login/")
        token = TOKEN.search(page.decode())
        said = {"username": username, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
        status, _ = self._asked("POST", "/accounts/login/", urlencode(said))
        if status != 302:
            self._faults.append(f"sign in: {status}")

    def get(self, address: str) -> float:
        """Seconds until the whole page was there."""
        begun = time.monotonic()
        try:
            status, _ = self._asked("GET", quote(address, safe="/?=&"))
            if status != 200:
                self._faults.append(f"{address}: {status}")
        except (OSError, http.client.HTTPException) as error:
            self._faults.append(f"{address}: {error!r}")
            self._connection.close()
        return time.monotonic() - begun

    def look(self, address: str) -> int:
        """The status of a page; on a new line, where the old one was cut meanwhile, as a browser would."""
        try:
            return self._asked("GET", address)[0]
        except (ConnectionError, http.client.BadStatusLine):
            self._connection.close()
            return self._asked("GET", address)[0]

    def post(self, address: str, said: Mapping[str, str], field: str, file: bytes) -> int:
        """Hand in a form with a roster; the status."""
        _, page = self._asked("GET", address)
        token = TOKEN.search(page.decode())
        fields = {**said, "csrfmiddlewaretoken": token[1] if token else ""}
        content = encode_multipart(BOUNDARY, {**fields, field: SimpleUploadedFile("名册.xlsx", file)})
        return self._asked("POST", address, content, MULTIPART_CONTENT)[0]

    def _asked(
        self, method: str, address: str, body: str | bytes | None = None, kind: str = FORM
    ) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={said.value}" for name, said in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = kind
        self._connection.request(method, address, body, headers)
        answer = self._connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            self._cookies.load(line)
        return answer.status, answer.read()
