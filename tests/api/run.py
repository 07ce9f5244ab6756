"""Asks a demo house everything that its API's document promises, and much that it does not.

Schemathesis makes requests out of /api/openapi.json, right ones and wrong ones, and holds every answer against it: no server error,
no status, media type or body that is not described. Once as nobody, once as a program with a system token that may write.

Usage: python run.py, with CALLBOARD_BIN naming the program and schemathesis installed beside this Python.
The last line is `N passed, N failed`, for bin/test. Same seed, same requests; it stops by itself within two minutes.
"""

import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import urllib.request
from pathlib import Path

SEED = "20261130"
CHECKS = ",".join([
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "ignored_auth",
])


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


class House:
    """A demo house of our own, on loopback, ended with the block."""

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="callboard-api-"))
        # As root the house runs as an account of its own, which has to get through.
        self.folder.chmod(0o755)
        port, payments = free_port(), free_port()
        self.url = f"http://127.0.0.1:{port}"
        many = {f"CALLBOARD_LIMITS__{name}": "1000000" for name in (
            "AUTH_PER_MINUTE", "BUY_PER_MINUTE", "BUY_PER_ADDRESS", "BROWSE_PER_MINUTE", "WRITE_PER_MINUTE", "SCAN_PER_MINUTE", "KEY_PER_MINUTE")}
        pays = {"CALLBOARD_PAYMENTS__API_BASE": f"http://127.0.0.1:{payments}", "CALLBOARD_PAYMENTS__PAGE_ORIGIN": f"http://127.0.0.1:{payments}"}
        self.process = subprocess.Popen(
            [os.environ["CALLBOARD_BIN"], "demo", "--season", "small", "--data-dir", str(self.folder / "house"), "--listen", f"127.0.0.1:{port}"],
            env={**os.environ, **many, **pays, "CALLBOARD_SERVER__PUBLIC_URL": self.url, "DATABASE_URL": ""},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said, opened = [], threading.Event()

        def listen():
            for line in self.process.stdout:
                self.said.append(line)
                if "Callboard is open" in line:
                    opened.set()
            opened.set()

        threading.Thread(target=listen, daemon=True).start()
        opened.wait(180)
        if self.process.poll() is not None or not opened.is_set():
            self.__exit__()
            sys.exit("the house did not open:\n" + "".join(self.said[-30:]))
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)


def system_token(url):
    """What an organizer does: signs in, makes a key that may do all that they may, and exchanges it."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def ask(path, fields=None):
        data = urllib.parse.urlencode(fields).encode() if fields else None
        with browser.open(urllib.request.Request(url + path, data=data, headers={"Accept": "text/html"})) as answer:
            return answer.read().decode()

    who = re.search(r"[\w.+-]+@[\w.-]+", os.environ.get("CALLBOARD_API_AS", "owner@lantern.example"))[0]
    ask("/sign-in", {"email": who, "password": os.environ.get("CALLBOARD_API_PASSWORD", "callboard demo")})
    slug = re.search(r'href="/organizations/([a-z0-9-]+)"', ask("/organizations").replace("/organizations/new", ""))[1]
    page = ask(f"/organizations/{slug}/keys")
    fields = {"id": re.search(r'name="id" value="([^"]+)"', page)[1], "name": "Schemathesis"}
    fields |= {name: "on" for name in re.findall(r'name="(may_[a-z]+:[a-z]+)"', page)}
    key = re.search(r'data-text="(cbk_[0-9a-f]+)"', ask(f"/organizations/{slug}/keys", fields))[1]
    request = urllib.request.Request(url + "/api/tokens", data=json.dumps({"key": key}).encode(), headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["token"]


def schemathesis(house, name, examples, *more):
    print(f"\n--- {name}", flush=True)
    command = [str(Path(sys.executable).parent / "st"), "run", f"{house.url}/api/openapi.json", "--checks", CHECKS, "--seed", SEED,
               "--max-examples", str(examples), "--phases", "examples,coverage,fuzzing", "--request-timeout", "20",
               "--continue-on-failure", "--warnings", "off", "--suppress-health-check", "all", "--generation-database", "none", *more]
    return subprocess.run(command, cwd=house.folder, timeout=240, check=False).returncode == 0


def main():
    # The socket is asked as one by its own tests; the provider's calls are signed.
    left_out = ["--exclude-operation-id", "live_socket", "--exclude-operation-id", "payments_webhook"]
    with House() as house:
        token = system_token(house.url)
        outcomes = [
            schemathesis(house, "as nobody", 15, *left_out, "--exclude-tag", "Tickets", "--exclude-tag", "Door"),
            # Pages that answer programs too, where these ask for JSON: what asks otherwise gets a page.
            schemathesis(house, "where people go too", 15, "--mode", "positive", "--include-tag", "Tickets", "--include-tag", "Door"),
            schemathesis(house, "as a program that writes", 40, "-H", f"Authorization: Bearer {token}", "--include-tag", "Events"),
        ]
    failed = outcomes.count(False)
    print(f"{len(outcomes) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
