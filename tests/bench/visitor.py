"""访客 — one person with a browser's cookies and one connection, who counts how long each answer takes."""

import http.client
import re
import time
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import quote, urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
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

    def _asked(self, method: str, address: str, body: str | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={said.value}" for name, said in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, address, body, headers)
        answer = self._connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            self._cookies.load(line)
        return answer.status, answer.read()
